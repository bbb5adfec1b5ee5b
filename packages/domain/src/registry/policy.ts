import type { DataClass } from '@hrd-shield/contracts/pure';

/** The rules of the registry as plain values. Durations in ms. @source rules/designation.yaml */
export interface RegistryPolicy {
  /** SHA-256 of the rule file; pinned on every decision. */
  readonly hash: string;
  /** Published acts; somebody is a defender by what they do. */
  readonly acts: readonly string[];
  readonly reviewEveryMs: number;
  /** How long before a review is due people are reminded; the longest first. */
  readonly remindBeforeMs: readonly number[];
  /** Protection on the defender's own side alone, after the due date. */
  readonly graceMs: number;
  /** A lapse that a case holds up is looked at again after this long. */
  readonly heldMs: number;
  /** The registry was away when nobody looked for this long. */
  readonly outageMs: number;
  /** Published expiry beyond the review: the last line when the registry is gone. */
  readonly lastLineMs: number;
  readonly coolingOffMs: number;
  /** An unconfirmed withdrawal is erased after this long all the same. */
  readonly confirmWithinMs: number;
  readonly appealWithinMs: number;
  /** A proposal that nobody finishes ends. */
  readonly proposalMs: number;
  readonly emergency: {
    readonly reviewMs: number;
    readonly endMs: number;
    /** People are told again as often while the review is missing. */
    readonly remindMs: number;
    readonly dataClasses: readonly DataClass[];
  };
  /** How long a second person may agree to a request, and how long an agreed one may be used. */
  readonly requestMs: {
    readonly agree: number;
    readonly reveal: number;
    readonly export: number;
    readonly rows: number;
  };
}

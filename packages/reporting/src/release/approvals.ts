import { ShieldError } from '@hrd-shield/contracts';
import { z } from 'zod';
import { isSigned, signText } from './signatures.ts';

/** Who may approve: public keys by name. */
export const Approvers = z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), z.string());
export type Approvers = z.infer<typeof Approvers>;

/** One person's word that exactly these bytes may be published. */
export const Approval = z.strictObject({
  by: z.string(),
  /** ISO 8601. */
  at: z.string(),
  signature: z.string(),
});
export type Approval = z.infer<typeof Approval>;

/** Approves what checksums name. @param key private key of the person, PEM */
export function approve(
  checksums: string,
  about: { readonly by: string; readonly at: string; readonly key: string },
): Approval {
  const { at, by, key } = about;
  return { by, at, signature: signText(saidOf(checksums, by, at), key) };
}

/** Who may approve what, and how many it takes. */
export interface ApprovalRules {
  readonly approvers: Approvers;
  readonly preparedBy: string;
  readonly needed: number;
}

/** What approvals of these bytes are worth. */
export interface WeighedApprovals {
  /** Sorted; who signs with the key of another counts for nobody. */
  readonly approvedBy: readonly string[];
  /** Approvals that are none, one sentence each. */
  readonly problems: readonly string[];
}

/** Weighs approvals: of different people with different keys, none of whom made the draft. */
export function weighApprovals(
  checksums: string,
  approvals: readonly Approval[],
  { approvers, preparedBy }: Omit<ApprovalRules, 'needed'>,
): WeighedApprovals {
  const people = new Map<string, string>();
  const problems: string[] = [];
  for (const { at, by, signature } of approvals) {
    const key = approvers[by];
    if (key === undefined) problems.push(`${by} may not approve`);
    else if (by === preparedBy) problems.push(`${by} made the draft and cannot approve it`);
    else if (!isSigned(saidOf(checksums, by, at), signature, key))
      problems.push(`the approval of ${by} is not of these files`);
    else if (![...people.values()].includes(key.trim())) people.set(by, key.trim());
  }
  return { approvedBy: [...people.keys()].sort(), problems };
}

/**
 * Refuses to publish unless enough different people, none of whom made the draft, approved exactly
 * these bytes.
 * @throws ShieldError `config.invalid` that says what is missing
 */
export function checkApprovals(
  checksums: string,
  approvals: readonly Approval[],
  rules: ApprovalRules,
): readonly string[] {
  return enoughOf(weighApprovals(checksums, approvals, rules), rules.needed);
}

/** Who approved. @throws ShieldError `config.invalid` when one is none, or too few have */
export function enoughOf(
  { approvedBy, problems }: WeighedApprovals,
  needed: number,
): readonly string[] {
  const [first] = problems;
  if (first !== undefined) throw refused(first);
  if (approvedBy.length >= needed) return approvedBy;
  throw refused(`${approvedBy.length} of ${needed} people have approved`);
}

/** The list of who may approve, from its file. @throws ShieldError `config.invalid` */
export function approversIn(text: string): Approvers {
  const approvers = Approvers.safeParse(jsonOf(text));
  if (approvers.success) return approvers.data;
  throw refused('approvers is no list of keys by name');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function saidOf(checksums: string, by: string, at: string): string {
  return `hrd-shield approval\n${by}\n${at}\n${checksums}`;
}

function refused(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail });
}

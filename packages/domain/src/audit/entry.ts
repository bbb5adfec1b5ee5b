/** What became of what somebody asked for. */
export const AUDIT_RESULTS = ['allowed', 'refused', 'failed'] as const;
export type AuditResult = (typeof AUDIT_RESULTS)[number];

/** One act that has to be accounted for. Pseudonyms and words of lists only: never data. */
export interface AuditEntry {
  /** Epoch ms. */
  readonly at: number;
  /** Who: a pseudonym (`r_…`), or a process as `service:respond`. */
  readonly principal: string;
  /** What was done, such as `identity.reveal`, `task.decide`, `export.targeting`. */
  readonly act: string;
  /** Why, a word of the purposes; null where the act needs none. */
  readonly purpose: string | null;
  /** On what: a pseudonym such as `d_…` or `k_…`, or the name of a thing; null where none. */
  readonly subject: string | null;
  /** Policies that decided it. */
  readonly policyIds: readonly string[];
  readonly result: AuditResult;
  /** A code: why it was refused, or the reason that the person gave. */
  readonly reason: string | null;
}

/** Policies of one decision that a row names. */
export const AUDIT_POLICIES_MAX = 32;

const WORD = /^[a-z][a-z0-9]*([.:-][a-z0-9]+)*$/;
const PSEUDONYM = /^[a-z]_[A-Za-z0-9_-]{22}$/;
const POLICY = /^[\w.:-]{1,96}$/;
const WORD_CHARS_MAX = 96;

/**
 * A row names nobody: everything in it is a pseudonym or a word, so that free text with a name in
 * it is refused before it is kept for ever.
 * @returns the field that does not fit
 */
export function faultOfEntry(entry: AuditEntry): keyof AuditEntry | undefined {
  if (!Number.isSafeInteger(entry.at) || entry.at < 0) return 'at';
  if (!isName(entry.principal)) return 'principal';
  if (!isWord(entry.act)) return 'act';
  if (entry.purpose !== null && !isWord(entry.purpose)) return 'purpose';
  if (entry.subject !== null && !isName(entry.subject)) return 'subject';
  if (entry.policyIds.length > AUDIT_POLICIES_MAX) return 'policyIds';
  if (!entry.policyIds.every((id) => POLICY.test(id))) return 'policyIds';
  if (!AUDIT_RESULTS.includes(entry.result)) return 'result';
  if (entry.reason !== null && !isWord(entry.reason)) return 'reason';
  return undefined;
}

function isName(text: string): boolean {
  return PSEUDONYM.test(text) || isWord(text);
}

function isWord(text: string): boolean {
  return text.length <= WORD_CHARS_MAX && WORD.test(text);
}

import type { ErrorCode, RowPurpose, RowSliceKind, RowTable } from '@hrd-shield/contracts/pure';

/** Which rows of a table. Times are epoch ms, the end not in it. */
export type RowSlice =
  | { readonly by: 'case'; readonly case: string }
  | { readonly by: 'defender'; readonly defender: string }
  | { readonly by: 'window'; readonly from: number; readonly to: number };

/** The rules of reading single rows as plain values. @source rules/row-access.yaml */
export interface RowAccessPolicy {
  /** SHA-256 of the rule file. */
  readonly hash: string;
  /** Longest stretch of time of one request, ms. */
  readonly windowMs: number;
  readonly rowsMax: number;
  /** Requests of one person in 24 hours. */
  readonly requestsPerDay: number;
  readonly reasonChars: { readonly least: number; readonly most: number };
  readonly purposes: ReadonlyMap<RowPurpose, RowPurposeRule>;
}

/** What one purpose is good for. */
interface RowPurposeRule {
  readonly legalBasis: string;
  readonly slices: readonly RowSliceKind[];
  /** Columns that the purpose needs, by table; a table that is missing is not read for it. */
  readonly columns: Readonly<Partial<Record<RowTable, readonly string[]>>>;
}

/** What somebody wants to read, as they say it. */
export interface RowsAsked {
  readonly table: RowTable;
  readonly slice: RowSlice;
  readonly purpose: RowPurpose;
  readonly reason: string;
}

/** Single rows, bounded when they are asked for: what is agreed to is what is read. */
export interface RowsSubject extends RowsAsked {
  readonly kind: 'rows';
  readonly columns: readonly string[];
  readonly rowsMax: number;
  readonly legalBasis: string;
}

/** Whom or what a slice singles out; undefined for a stretch of time. */
export function refOfSlice(slice: RowSlice): string | undefined {
  if (slice.by === 'window') return undefined;
  return slice.by === 'case' ? slice.case : slice.defender;
}

/** Tables whose rows belong to no case. */
const WITHOUT_CASE: readonly RowTable[] = ['signals'];

/** Binds what is asked to the rules: columns by purpose, a bounded slice, a reason that names nobody. */
export function rowsSubjectOf(
  { purpose, reason, slice, table }: RowsAsked,
  policy: RowAccessPolicy,
):
  | { readonly ok: true; readonly value: RowsSubject }
  | { readonly ok: false; readonly code: ErrorCode } {
  const rule = policy.purposes.get(purpose);
  const columns = rule?.columns[table];
  if (columns === undefined || rule?.slices.includes(slice.by) !== true) {
    return { ok: false, code: 'rows.not-for-purpose' };
  }
  if (!isBounded(slice, table, policy)) return { ok: false, code: 'rows.bad-slice' };
  const words = reason.trim();
  const { least, most } = policy.reasonChars;
  if (words.length < least || words.length > most || mayNameSomebody(words)) {
    return { ok: false, code: 'rows.bad-reason' };
  }
  const { legalBasis } = rule;
  const bound = { columns, legalBasis, rowsMax: policy.rowsMax };
  return { ok: true, value: { kind: 'rows', table, slice, ...bound, reason: words, purpose } };
}

function isBounded(slice: RowSlice, table: RowTable, { windowMs }: RowAccessPolicy): boolean {
  if (slice.by === 'case') return !WITHOUT_CASE.includes(table);
  if (slice.by === 'defender') return true;
  return slice.from < slice.to && slice.to - slice.from <= windowMs;
}

/** An address, a handle, a link, a long number, a reference, or what does not print. */
const NAMING = [
  /[@\p{Cc}]/u,
  /:\/\/|www\./iu,
  /(?:\p{Nd}[ .-]?){6}/u,
  /\b[a-z]_[A-Za-z0-9_-]{8}/u,
  /\b[\w-]+\.[a-z]{2,}\b/iu,
] as const;
/** A word with a capital that begins no sentence; words of capitals alone are abbreviations. */
const NAME_LIKE = /(?<![.!?]\s*)(?<=\s|["'(])\p{Lu}\p{Ll}/u;

/** A name in small letters, or in a script without capitals, is for the second person to see. */
function mayNameSomebody(text: string): boolean {
  return NAMING.some((pattern) => pattern.test(text)) || NAME_LIKE.test(text);
}

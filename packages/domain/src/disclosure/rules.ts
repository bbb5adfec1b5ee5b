/** Who sees a release. */
export const AUDIENCES = ['public', 'internal'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** How large what is shown must be. */
export interface CellFloor {
  /** Fewest people behind a cell, and behind each difference of two cells. */
  readonly people: number;
  /** Fewest reporting units behind the same. */
  readonly units: number;
}

/** Two dimensions that are not crossed for values of the first with few people. */
export interface SensitivePair {
  readonly few: string;
  readonly crossed: string;
  /** Fewest people with a value of `few` for which the two may be crossed. */
  readonly people: number;
}

/** The rules of disclosure for one audience. */
export interface DisclosureRules {
  readonly floor: CellFloor;
  /** Counts are rounded to a multiple of this. */
  readonly roundTo: number;
  /** Lengths of periods in months; a period starts at a multiple of its length. */
  readonly periodMonths: readonly number[];
  /** Most dimensions of one table. */
  readonly dimensions: number;
  readonly sensitivePairs: readonly SensitivePair[];
  /** What is counted, and the dimension by which that is never shown. */
  readonly barred: readonly { readonly counts: string; readonly by: string }[];
  /** Most kinds of facts that an attack tells apart; wider sets of releases are refused. */
  readonly kinds: number;
}

/** Why a table may not be released in this form at all. */
export type DisclosureRefusal =
  | 'period-too-fine'
  | 'too-many-dimensions'
  | 'barred-dimension'
  | 'unlisted-value'
  | 'too-wide'
  | 'unsettled';

/** What a plan breaks before anything is counted; undefined where nothing. */
export function refusalOf(
  plan: {
    readonly counts: string;
    readonly dimensions: Readonly<Record<string, unknown>>;
    readonly period: { readonly from: number; readonly to: number };
  },
  rules: DisclosureRules,
): DisclosureRefusal | undefined {
  const { from, to } = plan.period;
  const months = to - from + 1;
  if (!rules.periodMonths.includes(months) || from % months !== 0) return 'period-too-fine';
  const dimensions = Object.keys(plan.dimensions);
  if (dimensions.length > rules.dimensions) return 'too-many-dimensions';
  const isBarred = rules.barred.some(
    ({ by, counts }) => counts === plan.counts && dimensions.includes(by),
  );
  return isBarred ? 'barred-dimension' : undefined;
}

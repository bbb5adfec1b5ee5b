import type { ShareSpec } from '../disclosure/released-share.ts';

/** What somebody said of themselves and agreed to have counted. */
export const DECLARED = 'declared';
/** Everybody else: who said nothing, did not agree to be counted, or was erased. */
export const NOT_TOLD = 'not-told';
/** Acts of more than one group were found. */
export const SEVERAL = 'several';
/** No act of a group was found, or nobody can ask any more. */
export const UNKNOWN = 'unknown';

/** A question by which people are compared; each person has one answer. */
export type ParityCohort =
  /** Whether somebody said one of these things of themselves. */
  | { readonly kind: 'factors'; readonly id: string; readonly of: readonly string[] }
  /** What kind of work they were designated for, by groups of published acts. */
  | {
      readonly kind: 'acts';
      readonly id: string;
      readonly groups: Readonly<Record<string, readonly string[]>>;
    };

/** A share that is compared between cohorts. */
export interface ParityMeasure extends ShareSpec {
  readonly id: string;
  /** Benchmark of the catalogue that defines what is counted. */
  readonly benchmark: string;
  readonly population: string;
  /** Values that the facts have, such as `origin: appeal`. */
  readonly within: Readonly<Record<string, string>>;
}

/** What is compared, by whom: a closed list. */
export interface ParityPlan {
  /** Hex SHA-256 of the file. */
  readonly hash: string;
  readonly cohorts: readonly ParityCohort[];
  /** Values by dimension that are crossed with each cohort, by population of the release. */
  readonly populations: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly measures: readonly ParityMeasure[];
  /** Populations with times: upper edges of the bands in which a median is told, ms. */
  readonly medians: readonly {
    readonly id: string;
    readonly benchmark: string;
    readonly population: string;
    readonly edgesMs: readonly number[];
  }[];
}

/** What the registry knows of one person, in memory and no longer than it takes. */
export interface Attributes {
  /** Self-declared, and agreed to be counted. */
  readonly factors: readonly string[];
  /** Published acts that were found; codes. */
  readonly acts: readonly string[];
}

/** Every answer that a cohort has. */
export function answersOf(cohort: ParityCohort): readonly string[] {
  return cohort.kind === 'factors'
    ? [DECLARED, NOT_TOLD]
    : [...Object.keys(cohort.groups), SEVERAL, UNKNOWN];
}

/** One answer of one person to each question; undefined attributes: nobody can ask any more. */
export function answersBy(
  attributes: Attributes | undefined,
  cohorts: readonly ParityCohort[],
): Readonly<Record<string, string>> {
  const { acts, factors } = attributes ?? { acts: [], factors: [] };
  return Object.fromEntries(
    cohorts.map((cohort) => [
      cohort.id,
      cohort.kind === 'acts'
        ? groupOf(acts, cohort.groups)
        : factors.some((factor) => cohort.of.includes(factor))
          ? DECLARED
          : NOT_TOLD,
    ]),
  );
}

function groupOf(
  acts: readonly string[],
  groups: Readonly<Record<string, readonly string[]>>,
): string {
  const found = Object.entries(groups).filter(([, of]) => acts.some((act) => of.includes(act)));
  const [first, second] = found;
  if (first === undefined) return UNKNOWN;
  return second === undefined ? first[0] : SEVERAL;
}

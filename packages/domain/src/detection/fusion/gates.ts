import type { Explanation } from '@hrd-shield/contracts';
import { FAMILIES, type Family } from '@hrd-shield/contracts/pure';
import type { DetectionPolicy } from '../policy.ts';
import { along } from '../statistics/curve.ts';
import type { StanceOfMany } from '../statistics/member-statistics.ts';

/** Families that speak of coordination; hostility is scored apart from them. */
export const COORDINATION: ReadonlySet<Family> = new Set([
  'volume',
  'content',
  'recurrence',
  'cohort',
  'exposure',
]);

/** Log-odds of each family after its rules. */
export type FamilySums = ReadonlyMap<Family, number>;

/** What the gates read beside the sums of families. */
export interface GateFacts {
  readonly directHarm: boolean;
  readonly nonSpeech: boolean;
  /** Copies are made to look unlike each other. */
  readonly disguised: boolean;
  /** Share of the newcomers since the first copy who copy; absent where nobody does. */
  readonly copies?: number;
  /** Share of voices that link to one site, the same for all. */
  readonly oneSite: number;
  readonly stance: StanceOfMany;
  /** Log-odds that what most say in nearly the same words is abuse; undefined when not judged. */
  readonly textLeaning?: number | undefined;
  readonly actors: number;
  /** Share that came by a visible way, and of how many it is known; undefined where it is not. */
  readonly way: { readonly share: number; readonly known: number } | undefined;
}

/**
 * What must be shown before anybody is measured against, each true or false.
 *
 * @source detection notes, section 4
 */
export function gatesOf(
  sums: FamilySums,
  facts: GateFacts,
  policy: DetectionPolicy,
): Explanation['gates'] {
  const { actorsMin, countsAsFamily } = policy.fusion;
  const families = FAMILIES.filter(
    (family) => COORDINATION.has(family) && (sums.get(family) ?? 0) >= countsAsFamily,
  ).length;
  const isCrew = isInauthentic(sums, policy);
  return [
    { gate: 'direct-harm', passed: facts.directHarm },
    { gate: 'two-families', passed: families >= 2 },
    {
      gate: 'hostility-or-harm',
      passed:
        facts.nonSpeech ||
        (isHostile(facts, policy) && (isCrew || !isArguing(sums, facts, policy))) ||
        (isCrew && !isContradicted(facts, policy) && !isPublic(sums, facts, policy)) ||
        isUninvitedCrew(sums, facts, policy),
    },
    { gate: 'minimum-support', passed: facts.actors >= actorsMin },
  ];
}

/** Whether accounts look made, or come back: measures may then touch others. */
export function isInauthentic(sums: FamilySums, policy: DetectionPolicy): boolean {
  const least = policy.fusion.countsAsInauthentic;
  return (sums.get('cohort') ?? 0) >= least || (sums.get('recurrence') ?? 0) >= least;
}

/**
 * Enough voices were judged, and together they lean to abuse. Where most repeat one text, the text
 * itself may lean for them: weak judges say little of each voice, and much of what all repeat.
 */
function isHostile(facts: GateFacts, policy: DetectionPolicy): boolean {
  const { leaning = -Infinity } = facts.stance;
  const { leaningMin } = policy.fusion.article;
  if (leaning < policy.hostility.gateMin) return false;
  if (sharesOnePiece(facts, policy)) return leaning >= leaningMin;
  if (!sharesOneText(facts, policy)) return true;
  return Math.max(leaning, facts.textLeaning ?? leaning) >= leaningMin;
}

/** Readers of one piece repeat its title and argue about it, without having been sent. */
function sharesOnePiece({ oneSite }: GateFacts, policy: DetectionPolicy): boolean {
  return oneSite >= policy.fusion.article.shareMin;
}

/** Most say the same words: a judge who is wrong about them is wrong about all who say them. */
function sharesOneText({ copies }: GateFacts, { fusion }: DetectionPolicy): boolean {
  return copies !== undefined && copies >= fusion.copied.shareMin;
}

/** A crowd that came by a visible way: what it says alone makes it no campaign. */
function isArguing(sums: FamilySums, facts: GateFacts, policy: DetectionPolicy): boolean {
  const exposure = exposureOf(sums, facts);
  return exposure !== undefined && exposure <= policy.fusion.publicExposureMax;
}

/** Evidence of exposure; undefined where the way of too few is known. A weight of zero is known. */
function exposureOf(sums: FamilySums, { way }: GateFacts): number | undefined {
  return sums.get('exposure') ?? (way === undefined ? undefined : 0);
}

/** The same, never more than what so few can show. */
function exposureBeyondChance(
  sums: FamilySums,
  facts: GateFacts,
  policy: DetectionPolicy,
): number | undefined {
  const exposure = exposureOf(sums, facts);
  if (exposure === undefined || facts.way === undefined) return exposure;
  return Math.min(exposure, beyondChance(facts.way, policy));
}

/**
 * Whoever made the accounts: a crowd that mostly came by a visible way is a public, such as a wave of
 * new users. Where the way of nobody is known, it is no public either.
 */
function isPublic(sums: FamilySums, facts: GateFacts, policy: DetectionPolicy): boolean {
  const exposure = exposureBeyondChance(sums, facts, policy);
  return (
    exposure !== undefined &&
    exposure < policy.fusion.cohortExposureMin &&
    (sums.get('recurrence') ?? 0) < policy.fusion.countsAsInauthentic
  );
}

/**
 * What the way of so few says when they are taken for a public until they show otherwise: the first
 * of a wave of new users come by no visible way by chance.
 */
function beyondChance(
  { share, known }: { readonly share: number; readonly known: number },
  { exposure, fusion }: DetectionPolicy,
): number {
  const { actors, share: usual } = fusion.chancePublic;
  return along(exposure.share, (share * known + usual * actors) / (known + actors));
}

/** Enough voices were judged, and together they speak against an attack. */
function isContradicted({ stance }: GateFacts, policy: DetectionPolicy): boolean {
  return (stance.leaning ?? 0) <= policy.hostility.contradictedMax;
}

/**
 * Copied texts, or a cohort, without a way to the defender stand in for a hostile stance where
 * classifiers are weak or absent, unless the texts support, are judged harmless or share one piece.
 *
 * @source detection notes, D1: the gate accepts content or recurrence instead of stance
 */
function isUninvitedCrew(sums: FamilySums, facts: GateFacts, policy: DetectionPolicy): boolean {
  const { copied, disguised } = policy.fusion;
  const rules = facts.disguised ? disguised : copied;
  // Readers copy a slogan as it is, and their first ten may seem sent; they do not disguise it.
  const exposure = (facts.disguised ? exposureOf : exposureBeyondChance)(sums, facts, policy);
  const { leaning, supportive } = facts.stance;
  const isCrew =
    ((sums.get('content') ?? 0) >= copied.contentMin &&
      (facts.copies ?? 1) >= copied.shareMin &&
      !sharesOnePiece(facts, policy)) ||
    isInauthentic(sums, policy);
  return (
    isCrew &&
    (exposure ?? 0) >= rules.exposureMin &&
    facts.actors >= rules.actorsMin &&
    (leaning ?? rules.leaningMin) >= rules.leaningMin &&
    (supportive ?? 0) < copied.supportiveMax
  );
}

import type { Explanation } from '@hrd-shield/contracts';
import { FAMILIES, type Family, TIERS, type Tier } from '@hrd-shield/contracts/pure';
import { calibrate, entered, scoreOf } from '../fusion/fuse.ts';
import { COORDINATION } from '../fusion/gates.ts';
import type { DetectionPolicy } from '../policy.ts';

/** A score as it would be. */
export interface OtherScore {
  readonly score: number;
  readonly tier: Tier;
}

/** What the score would be without the evidence of some families. */
export interface Without extends OtherScore {
  readonly families: readonly Family[];
}

/** How firmly a signal stands, worked out from its own reasons. */
export interface Change {
  /** The score below which the tier is left; undefined below every threshold. */
  readonly exit: number | undefined;
  /** Log-odds above that score; negative while a tier only stays for its shortest time. */
  readonly margin: number | undefined;
  /** Each family alone, the weightiest first. */
  readonly single: readonly Without[];
  /** The fewest families without which the tier is left; undefined when none suffice. */
  readonly smallest: Without | undefined;
  /** The score if every gate that is closed were open; undefined while they are open. */
  readonly ifOpen: (OtherScore & { readonly gates: readonly string[] }) | undefined;
}

/** Halvings of the search for a logit: finer than any score that is shown. */
const HALVINGS = 60;
const LOGIT_SPAN = 40;
const DIRECT_HARM = 'direct-harm';
const TWO_FAMILIES = 'two-families';

/**
 * Works out what would change a signal: its contributions are additive, so that leaving one out
 * gives the score without it. Gates that count families are judged again; the others are taken as
 * recorded, which can only overstate what would be left.
 *
 * @param policy the rules of the signal: of the same hash
 * @complexity O(2^families), 128 sums at most
 * @source detection notes, section 4, counterfactual
 */
export function whatWouldChange(
  explanation: Explanation,
  tier: Tier,
  policy: DetectionPolicy,
): Change {
  const sums = familySums(explanation);
  const positive = FAMILIES.filter((family) => (sums.get(family) ?? 0) > 0).sort(
    (a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0),
  );
  const without = (families: readonly Family[]): Without => ({
    families,
    ...scoreWithout(explanation, sums, new Set(families), policy),
  });
  const exit = tier === 'none' ? undefined : policy.fusion.tiers[tier].exit;
  const closed = closedGates(explanation);
  const open = calibrate(explanation.logit, policy);
  return {
    exit,
    margin:
      exit === undefined
        ? undefined
        : explanation.logit - logitOf(exit, closed.length === 0, policy),
    single: positive.map((family) => without([family])),
    smallest: exit === undefined ? undefined : smallestOf(positive, without, exit),
    ifOpen:
      closed.length === 0 ? undefined : { gates: closed, score: open, tier: entered(open, policy) },
  };
}

/**
 * The score that recorded evidence has under other rules, as far as records tell: prior, thresholds,
 * calibration and what counts as a family are judged anew, contributions stay as recorded.
 */
export function scoreUnder(explanation: Explanation, policy: DetectionPolicy): OtherScore {
  const logit = explanation.logit - explanation.prior + policy.fusion.prior;
  const moved = { ...explanation, prior: policy.fusion.prior, logit };
  return scoreWithout(moved, familySums(explanation), new Set(), policy);
}

function familySums(explanation: Explanation): ReadonlyMap<Family, number> {
  const sums = new Map<Family, number>();
  for (const { family, contribution } of explanation.reasons) {
    sums.set(family, (sums.get(family) ?? 0) + contribution);
  }
  return sums;
}

/** Gates that keep the score down; none where direct harm opens all. */
export function closedGates({ gates }: Explanation): readonly string[] {
  if (gates.some(({ gate, passed }) => gate === DIRECT_HARM && passed)) return [];
  return gates.flatMap(({ gate, passed }) => (passed || gate === DIRECT_HARM ? [] : [gate]));
}

function scoreWithout(
  explanation: Explanation,
  sums: ReadonlyMap<Family, number>,
  left: ReadonlySet<Family>,
  policy: DetectionPolicy,
): OtherScore {
  let logit = explanation.logit;
  for (const family of left) logit -= sums.get(family) ?? 0;
  const families = [...sums].filter(
    ([family, sum]) =>
      COORDINATION.has(family) && !left.has(family) && sum >= policy.fusion.countsAsFamily,
  ).length;
  const isOpen = (gate: string, passed: boolean): boolean => {
    if (gate === TWO_FAMILIES) return families >= 2;
    return passed;
  };
  const harm = explanation.gates.some(
    ({ gate, passed }) => gate === DIRECT_HARM && passed && !left.has(DIRECT_HARM),
  );
  const others = explanation.gates.filter(({ gate }) => gate !== DIRECT_HARM);
  const open = harm || others.every(({ gate, passed }) => isOpen(gate, passed));
  const score = scoreOf(logit, open, policy);
  return { score, tier: entered(score, policy) };
}

/** The fewest families, and among equally many those that leave the lowest score. */
function smallestOf(
  positive: readonly Family[],
  without: (families: readonly Family[]) => Without,
  exit: number,
): Without | undefined {
  let best: Without | undefined;
  for (let bits = 1; bits < 1 << positive.length; bits += 1) {
    const families = positive.filter((_, i) => (bits & (1 << i)) !== 0);
    const other = without(families);
    if (other.score >= exit) continue;
    const size = best === undefined ? Number.POSITIVE_INFINITY : best.families.length;
    const isBetter =
      families.length < size || (families.length === size && other.score < (best?.score ?? 1));
    if (isBetter) best = other;
  }
  return best;
}

/** The logit at which the score reaches a value; calibration never falls. */
function logitOf(score: number, open: boolean, policy: DetectionPolicy): number {
  let [low, high] = [-LOGIT_SPAN, LOGIT_SPAN];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (scoreOf(middle, open, policy) < score) low = middle;
    else high = middle;
  }
  return high;
}

/** Whether a tier stands above another on the ladder. */
export function isAbove(tier: Tier, other: Tier): boolean {
  return TIERS.indexOf(tier) > TIERS.indexOf(other);
}

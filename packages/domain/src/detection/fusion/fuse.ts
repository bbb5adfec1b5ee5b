import type { Explanation } from '@hrd-shield/contracts';
import { FAMILIES, type Family, type Tier } from '@hrd-shield/contracts/pure';
import type { BenignTest, Evidence, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { DefenderState } from '../state/state.ts';
import { along, sigmoid } from '../statistics/curve.ts';
import type { StanceOfMany } from '../statistics/member-statistics.ts';
import { COORDINATION, type FamilySums, type GateFacts, gatesOf, isInauthentic } from './gates.ts';
import { sharedEvidence, WAY_TEMPLATE } from './shared-evidence.ts';

type Reason = Explanation['reasons'][number];

const REASONS_MAX = 24;
const EVIDENCE_REFS_MAX = 16;
const SIGNED: ReadonlySet<Family> = new Set(['exposure', 'hostility', 'benign']);
/** How far below the entry of `guard` a gated score stays. */
export const GATE_MARGIN = 0.001;

/** What all findings of one campaign say together. */
export interface Assessment {
  readonly score: number;
  /** The tier that the score would enter, gates applied, without hysteresis. */
  readonly gatedTier: Exclude<Tier, 'none'>;
  readonly coordination: number;
  readonly hostility: number | undefined;
  readonly inauthentic: boolean;
  readonly directHarm: boolean;
  readonly explanation: Explanation;
}

interface Item extends Evidence {
  readonly detector: string;
}

/**
 * What the detectors and the members of one campaign show at one moment, before families, caps and
 * gates: all that the weighing reads, so that it can be done again under another policy.
 */
export interface EvidenceVector extends GateFacts {
  readonly items: readonly Item[];
  readonly benign: readonly BenignTest[];
  readonly missing: readonly string[];
  readonly degraded: boolean;
}

/** Gathers all that is claimed of one campaign now. */
export function gatherEvidence(
  state: DefenderState,
  findings: readonly Finding[],
  actors: ReadonlySet<number>,
  policy: DetectionPolicy,
): EvidenceVector {
  const around = new Set(findings.flatMap((finding) => [...(finding.around ?? finding.actors)]));
  for (const { sent } of findings) for (const key of sent ?? []) around.delete(key);
  const shared = sharedEvidence(state, actors, around, policy);
  const lead = findings[0]?.detector ?? 'shared';
  const benign = [...shared.benign, ...findings.flatMap((finding) => finding.benign)];
  // A few who were picked by their way and their words do not speak for the crowd around them.
  const drips = findings.filter((finding) => finding.actors.size > shared.present);
  const items: Item[] = [
    ...findings.flatMap((f) => f.evidence.map((e) => ({ ...e, detector: f.detector }))),
    ...drips.flatMap((f) =>
      (f.overWeeks?.evidence ?? []).map((e) => ({ ...e, detector: f.detector })),
    ),
    ...shared.evidence.map((e) => ({ ...e, detector: lead })),
    ...benign.filter((b) => b.supported).map((b) => ({ ...asEvidence(b), detector: lead })),
  ];
  return {
    items,
    benign,
    missing: [...new Set([...findings.flatMap((f) => f.missing), ...shared.missing])].sort(),
    degraded: isDegraded(state),
    directHarm: findings.some((finding) => finding.directHarm),
    nonSpeech: findings.some((finding) => finding.nonSpeech),
    disguised: findings.some((finding) => finding.disguised === true),
    ...copiesOf(findings),
    oneSite: shared.oneSite,
    textLeaning: shared.textLeaning,
    stance: { ...shared.stance, leaning: strongestLeaning(shared.stance, drips) },
    actors: actors.size,
    way: strongestWay(items),
  };
}

/** The share behind the evidence of exposure that counts: of two that are named alike, the higher. */
function strongestWay(items: readonly Item[]): EvidenceVector['way'] {
  let best: Item | undefined;
  for (const item of items) {
    if (item.template === WAY_TEMPLATE && item.weight > (best?.weight ?? -Infinity)) best = item;
  }
  return best?.known === undefined ? undefined : { share: best.value, known: best.known };
}

function copiesOf(findings: readonly Finding[]): Pick<EvidenceVector, 'copies'> {
  const shares = findings.flatMap(({ copies }) => copies ?? []);
  return shares.length === 0 ? {} : { copies: Math.max(...shares) };
}

/** The day's leaning, or what a detector knows of the same actors over weeks. */
function strongestLeaning(stance: StanceOfMany, findings: readonly Finding[]): number | undefined {
  const known = [stance.leaning, ...findings.map(({ overWeeks }) => overWeeks?.leaning)];
  const judged = known.filter((leaning) => leaning !== undefined);
  return judged.length === 0 ? undefined : Math.max(...judged);
}

/**
 * Adds evidence to log-odds: inside a family the best and a share of the second best, capped, then
 * summed over families; gates cap the tier.
 *
 * @source detection notes, section 4
 */
export function weighEvidence(vector: EvidenceVector, policy: DetectionPolicy): Assessment {
  const reasons = settle(vector.items, policy);
  const sums = familySums(reasons);
  const full = judge(sums, vector, policy);
  return {
    score: full.score,
    gatedTier: full.tier,
    coordination: sigmoid(
      policy.fusion.prior +
        sum(
          FAMILIES.filter((f) => COORDINATION.has(f)),
          sums,
        ),
    ),
    hostility: vector.stance.hostile,
    inauthentic: vector.directHarm || isInauthentic(sums, policy),
    directHarm: vector.directHarm,
    explanation: {
      prior: policy.fusion.prior,
      logit: full.logit,
      reasons: reasons.slice(0, REASONS_MAX),
      gates: full.gates,
      benign: [...vector.benign],
      ...counterfactual(sums, vector, policy),
      missing: [...vector.missing],
      degraded: vector.degraded,
    },
  };
}

function asEvidence(test: BenignTest): Evidence {
  return {
    family: 'benign',
    template: `benign.${test.hypothesis}`,
    value: 1,
    weight: test.contribution,
  };
}

/** Settles what each item contributes after the rules of its family; largest first. */
function settle(items: readonly Item[], policy: DetectionPolicy): Reason[] {
  const reasons: Reason[] = [];
  for (const family of FAMILIES) {
    const own = items
      .filter((item) => item.family === family && item.weight !== 0)
      .sort((a, b) => b.weight - a.weight || (a.template < b.template ? -1 : 1))
      // Two detectors that see the same thing name it alike: it counts once.
      .filter((item, i, all) => all.findIndex((o) => o.template === item.template) === i);
    const { min, max } = policy.fusion.families[family];
    const weights = SIGNED.has(family) ? scaled(own, min, max) : ranked(own, max, policy);
    own.forEach((item, i) => {
      const contribution = weights[i] ?? 0;
      if (contribution !== 0) reasons.push(asReason(item, contribution));
    });
  }
  return reasons.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}

/** Best, and a share of the second best, within the cap. */
function ranked(own: readonly Item[], max: number, policy: DetectionPolicy): number[] {
  const best = Math.min(max, own[0]?.weight ?? 0);
  const second = Math.min(max - best, policy.fusion.secondBest * (own[1]?.weight ?? 0));
  return [best, second];
}

/** All of them, shrunk together into the bounds of the family. */
function scaled(own: readonly Item[], min: number, max: number): number[] {
  const total = own.reduce((all, item) => all + item.weight, 0);
  const clipped = Math.max(min, Math.min(max, total));
  const factor = total === 0 ? 0 : clipped / total;
  return own.map((item) => item.weight * factor);
}

function asReason(item: Item, contribution: number): Reason {
  return {
    family: item.family,
    detector: item.detector,
    template: item.template,
    value: item.value,
    ...(item.baseline === undefined ? {} : { baseline: item.baseline }),
    contribution,
    evidence: (item.events ?? []).slice(0, EVIDENCE_REFS_MAX),
  };
}

function familySums(reasons: readonly Reason[]): FamilySums {
  const sums = new Map<Family, number>();
  for (const reason of reasons) {
    sums.set(reason.family, (sums.get(reason.family) ?? 0) + reason.contribution);
  }
  return sums;
}

function sum(families: readonly Family[], sums: FamilySums): number {
  return families.reduce((all, family) => all + (sums.get(family) ?? 0), 0);
}

interface Judgement {
  readonly logit: number;
  readonly score: number;
  readonly tier: Exclude<Tier, 'none'>;
  readonly gates: Explanation['gates'];
}

function judge(sums: FamilySums, facts: GateFacts, policy: DetectionPolicy): Judgement {
  const logit = policy.fusion.prior + sum(FAMILIES, sums);
  const gates = gatesOf(sums, facts, policy);
  const open = facts.directHarm || gates.slice(1).every((gate) => gate.passed);
  return {
    logit,
    score: scoreOf(logit, open, policy),
    tier: open ? 'shield' : 'watch',
    gates,
  };
}

/** Log-odds to calibrated probability where every gate is open. */
export function calibrate(logit: number, policy: DetectionPolicy): number {
  return Math.max(0, Math.min(1, along(policy.fusion.calibration, sigmoid(logit))));
}

/** The score of a sum of evidence: a closed gate makes it another claim, always below `guard`. */
export function scoreOf(logit: number, open: boolean, policy: DetectionPolicy): number {
  if (open) return calibrate(logit, policy);
  const { calibrationGated, tiers } = policy.fusion;
  const gated = along(calibrationGated, sigmoid(logit));
  return Math.max(0, Math.min(gated, tiers.guard.enter - GATE_MARGIN));
}

/** The score if the strongest family were absent. */
function counterfactual(
  sums: FamilySums,
  facts: GateFacts,
  policy: DetectionPolicy,
): Pick<Explanation, 'counterfactual'> {
  let without: Family | undefined;
  for (const [family, total] of sums) {
    if (total > 0 && total > (without === undefined ? 0 : (sums.get(without) ?? 0))) {
      without = family;
    }
  }
  if (without === undefined) return {};
  const rest = new Map(sums);
  rest.delete(without);
  const harmless = without === 'direct-harm' ? { ...facts, directHarm: false } : facts;
  const other = judge(rest, harmless, policy);
  return { counterfactual: { without, score: other.score, tier: entered(other.score, policy) } };
}

/** The tier that a score enters from calm. */
export function entered(score: number, policy: DetectionPolicy): Tier {
  const { watch, guard, shield } = policy.fusion.tiers;
  if (score >= shield.enter) return 'shield';
  if (score >= guard.enter) return 'guard';
  return score >= watch.enter ? 'watch' : 'none';
}

function isDegraded(state: DefenderState): boolean {
  return state.recent.sampled || state.actors.sampled || state.reports.sampled;
}

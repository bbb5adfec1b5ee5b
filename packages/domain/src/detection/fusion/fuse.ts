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
  /** Made when it is asked for: few looks become signals. */
  readonly explain: () => Explanation;
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
  const shared = sharedEvidence(state, actors, aroundOf(findings, actors), policy);
  const lead = findings[0]?.detector ?? 'shared';
  const benign = [...shared.benign, ...findings.flatMap((finding) => finding.benign)];
  // A few who were picked by their way and their words do not speak for the crowd around them.
  const drips = findings.filter((finding) => finding.actors.size > shared.present);
  const items: Item[] = [];
  for (const { detector, evidence } of findings) addItems(items, evidence, detector);
  for (const { detector, overWeeks } of drips) {
    if (overWeeks !== undefined) addItems(items, overWeeks.evidence, detector);
  }
  addItems(items, shared.evidence, lead);
  addItems(items, benign.filter((test) => test.supported).map(asEvidence), lead);
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

/** All who did the same as the actors, without those whose way is explained. */
function aroundOf(findings: readonly Finding[], actors: ReadonlySet<number>): ReadonlySet<number> {
  if (findings.every(({ around, sent }) => around === undefined && sent === undefined)) {
    return actors;
  }
  const all = new Set<number>();
  for (const { actors: own, around } of findings) for (const key of around ?? own) all.add(key);
  for (const { sent } of findings) for (const key of sent ?? []) all.delete(key);
  return all;
}

function addItems(items: Item[], evidence: readonly Evidence[], detector: string): void {
  for (const one of evidence) items.push({ ...one, detector });
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
  const settled = settle(vector.items, policy);
  const sums = familySums(settled);
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
    explain: () => ({
      prior: policy.fusion.prior,
      logit: full.logit,
      reasons: settled.slice(0, REASONS_MAX).map(asReason),
      gates: full.gates,
      benign: [...vector.benign],
      ...counterfactual(sums, vector, policy),
      missing: [...vector.missing],
      degraded: vector.degraded,
    }),
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

/** What an item contributes to the log-odds. */
interface Settled {
  readonly item: Item;
  readonly contribution: number;
}

/** Settles what each item contributes after the rules of its family; largest first. */
function settle(items: readonly Item[], policy: DetectionPolicy): Settled[] {
  const settled: Settled[] = [];
  for (const family of FAMILIES) {
    const own = ofFamily(items, family);
    if (own.length === 0) continue;
    const { min, max } = policy.fusion.families[family];
    const weights = SIGNED.has(family) ? scaled(own, min, max) : ranked(own, max, policy);
    for (const [i, item] of own.entries()) {
      const contribution = weights[i] ?? 0;
      if (contribution !== 0) settled.push({ item, contribution });
    }
  }
  return settled.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}

/** What a family is told, strongest first. */
function ofFamily(items: readonly Item[], family: Family): readonly Item[] {
  const own = items.filter((item) => item.family === family && item.weight !== 0);
  if (own.length < 2) return own;
  own.sort((a, b) => b.weight - a.weight || (a.template < b.template ? -1 : 1));
  // Two detectors that see the same thing name it alike: it counts once.
  return own.filter((item, i) => own.findIndex((o) => o.template === item.template) === i);
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

function asReason({ item, contribution }: Settled): Reason {
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

function familySums(settled: readonly Settled[]): FamilySums {
  const sums = new Map<Family, number>();
  for (const { item, contribution } of settled) {
    sums.set(item.family, (sums.get(item.family) ?? 0) + contribution);
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

/** Some memory dropped what is of the day: shares are samples. */
export function isDegraded(state: DefenderState): boolean {
  return state.recent.sampled || state.actors.sampled || state.reports.sampled;
}

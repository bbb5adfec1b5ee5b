import type { Tier } from '@hrd-shield/contracts';
import { TIERS } from '@hrd-shield/contracts';

/** What is true of a scenario, as the demo judges it. */
export interface ScenarioTruth {
  readonly campaign: string;
  readonly scenario: string;
  readonly kind: 'attack' | 'look-alike';
  readonly title: string;
  readonly language: string;
  readonly expected: 'guard' | 'below-guard' | 'missed' | 'nothing';
  /** Event time, epoch ms. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly firstHostileAt?: number;
}

/** A crossing that the pipeline reported on the scenario's defender. */
export interface SignalSeen {
  readonly tier: Tier;
  readonly threat: string;
  /** Event time of the crossing, epoch ms. */
  readonly eventAt: number;
  /** Wall time of its append, epoch ms. */
  readonly appendedAt: number;
}

/** A measure that was in effect for the scenario's defender. */
export interface MeasureSeen {
  readonly measure: string;
  /** Wall time, epoch ms. */
  readonly at: number;
}

export interface ScenarioEvidence {
  readonly signals: readonly SignalSeen[];
  readonly measures: readonly MeasureSeen[];
}

/** One row of the demo's table. */
export interface ScenarioRow {
  readonly id: string;
  readonly kind: 'attack' | 'look-alike';
  readonly title: string;
  readonly language: string;
  readonly truth: ScenarioTruth['expected'];
  readonly flagged: boolean;
  readonly flaggedAt: number | null;
  /** Highest tier reached. */
  readonly tier: Tier;
  readonly threat: string | null;
  /** Event time from the first hostile event to the first guard signal, ms. */
  readonly detectMs: number | null;
  /** Wall time from that signal to the first measure in effect, ms. */
  readonly protectMs: number | null;
  readonly measures: readonly string[];
  readonly agrees: boolean;
}

/** Compares what is true with what came out. A look-alike agrees when it stays below guard. */
export function judgeScenario(truth: ScenarioTruth, evidence: ScenarioEvidence): ScenarioRow {
  const signals = [...evidence.signals].sort((a, b) => a.eventAt - b.eventAt);
  const flagging = signals.find((signal) => rank(signal.tier) >= rank('guard'));
  const highest = signals.reduce<SignalSeen | undefined>(
    (top, signal) => (top === undefined || rank(signal.tier) > rank(top.tier) ? signal : top),
    undefined,
  );
  const measure = evidence.measures
    .filter((seen) => flagging !== undefined && seen.at >= flagging.appendedAt)
    .sort((a, b) => a.at - b.at)[0];
  return {
    id: truth.campaign,
    kind: truth.kind,
    title: truth.title,
    language: truth.language,
    truth: truth.expected,
    flagged: flagging !== undefined,
    flaggedAt: flagging?.eventAt ?? null,
    tier: highest?.tier ?? 'none',
    threat: (flagging ?? highest)?.threat ?? null,
    detectMs:
      flagging === undefined
        ? null
        : Math.max(0, flagging.eventAt - (truth.firstHostileAt ?? truth.startsAt)),
    protectMs:
      flagging === undefined || measure === undefined ? null : measure.at - flagging.appendedAt,
    measures: [...new Set(evidence.measures.map((seen) => seen.measure))].sort(),
    agrees: agrees(truth, signals, flagging),
  };
}

function agrees(
  truth: ScenarioTruth,
  signals: readonly SignalSeen[],
  flagging: SignalSeen | undefined,
): boolean {
  switch (truth.expected) {
    case 'guard':
      return flagging !== undefined && flagging.eventAt <= truth.endsAt;
    case 'below-guard':
      return flagging === undefined;
    case 'missed':
      // Known to be missed and shown as such; finding it after all would be no disagreement.
      return true;
    case 'nothing':
      return signals.length === 0;
  }
}

function rank(tier: Tier): number {
  return TIERS.indexOf(tier);
}

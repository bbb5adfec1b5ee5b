import type { DefenderRef } from '@hrd-shield/contracts';
import { quantile } from './conservation.ts';
import type { EmissionLog } from './emission-log.ts';
import type { RunResults } from './read-results.ts';
import type { ScenarioEvidence } from './scenario-row.ts';

/** What the pipeline said and did about one defender since an instant of event time. */
export function evidenceOn(
  ref: DefenderRef | undefined,
  since: number,
  results: RunResults,
): ScenarioEvidence {
  const signals = results.signals
    .filter(({ data }) => data.defender === ref && data.eventAt >= since)
    .map(({ appendedAt, data }) => ({
      tier: data.tier,
      threat: data.threat,
      eventAt: data.eventAt,
      appendedAt,
    }));
  const measures = results.outcomes
    .filter(({ data }) => data.defender === ref && data.kind === 'measure.applied')
    .map(({ data }) => ({ measure: data.measure ?? 'unknown', at: data.at }));
  return { signals, measures };
}

/** Signals of acting tiers on defenders who are in no scenario, or before their scenario began. */
export function falseAlarms(
  results: RunResults,
  scenarioStart: ReadonlyMap<DefenderRef, number>,
): number {
  return results.signals.filter(({ data }) => {
    const acting = data.tier === 'guard' || data.tier === 'shield';
    return acting && data.eventAt < (scenarioStart.get(data.defender) ?? Number.POSITIVE_INFINITY);
  }).length;
}

/** Wall time from the append of the event that crossed a tier to the append of what followed. */
export interface Latencies {
  /** To the signal, ms. */
  readonly signalMs: readonly number[];
  /** To the first command of the signal's case, ms. */
  readonly commandMs: readonly number[];
}

/**
 * Measures a run. The first command of a case counts once; signals of tier watch call for none.
 *
 * @returns in the order of the signals; one whose event the log does not know is left out
 */
export function latenciesOf(results: RunResults, emission: EmissionLog): Latencies {
  const signalMs: number[] = [];
  const commandMs: number[] = [];
  const answered = new Set<string>();
  const ordered = [...results.signals].sort((a, b) => a.appendedAt - b.appendedAt);
  for (const { appendedAt, data } of ordered) {
    const begun = emission.appendedAt(data.eventAt);
    if (begun === undefined) continue;
    signalMs.push(Math.max(0, appendedAt - begun));
    if (answered.has(data.campaign) || data.tier === 'watch') continue;
    const command = results.commands
      .filter((sent) => sent.data.defender === data.defender && sent.data.act === 'apply')
      .find((sent) => sent.appendedAt >= appendedAt);
    if (command === undefined) continue;
    answered.add(data.campaign);
    commandMs.push(Math.max(0, command.appendedAt - begun));
  }
  return { signalMs, commandMs };
}

/** @returns the 99th percentile in ms, or null where nothing was measured */
export function p99(values: readonly number[]): number | null {
  return quantile(values, 0.99) ?? null;
}

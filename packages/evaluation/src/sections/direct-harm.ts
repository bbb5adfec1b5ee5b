import { bootstrap } from '../metrics/bootstrap.ts';
import { wilson } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import { precisionAt } from '../metrics/precision.ts';
import type { RunRecord } from '../run/run-record.ts';
import { DIRECT_KINDS } from './delays.ts';
import { monthsOf } from './false-alarms.ts';
import { attacks, inGroup, isDetected, type Part, share } from './part.ts';
import { TARGETS } from './targets.ts';

const MONTH_DAYS = 30;
const BENIGN_PER_ATTACK = 20;

/** Harm that is no matter of rate: found or not, and how often it is claimed for nothing. */
export function directHarmPart(records: readonly RunRecord[]): Part {
  const runs = attacks(records, 'medium').filter(({ spec }) => DIRECT_KINDS.includes(spec.kind));
  const months = inGroup(records, 'month');
  if (runs.length === 0) return { metrics: {} };
  const recall = metricOf(wilson(runs.filter(isDetected).length, runs.length), {
    unit: 'ratio',
    interval: 'Wilson',
    target: TARGETS['directHarm.recall'],
  });
  if (months.length === 0) return { metrics: { 'directHarm.recall': recall } };
  const precision = bootstrap([...runs, ...months], (drawn) => {
    const benign = drawn.filter(({ spec }) => spec.group === 'month');
    const alarms = benign.reduce((sum, run) => sum + directAlarms(run), 0);
    return precisionAt(
      share(
        drawn.filter(({ spec }) => spec.group === 'attack'),
        isDetected,
      ),
      alarms / (monthsOf(benign) * MONTH_DAYS),
      BENIGN_PER_ATTACK,
    );
  });
  return {
    metrics: {
      'directHarm.recall': recall,
      'directHarm.precision': metricOf(precision, {
        unit: 'ratio',
        interval: 'bootstrap over campaigns and defenders',
        target: TARGETS['directHarm.precision'],
      }),
    },
  };
}

/** Campaigns that direct harm carried to guard. */
function directAlarms(run: RunRecord): number {
  return new Set(
    run.signals
      .filter(
        ({ families, tier }) =>
          tier !== 'watch' && tier !== 'none' && families.includes('direct-harm'),
      )
      .map(({ campaign }) => campaign),
  ).size;
}

import { bootstrap } from '../metrics/bootstrap.ts';
import { poissonRate } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import { precisionAt } from '../metrics/precision.ts';
import { quantileOf } from '../metrics/quantile.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { Metric, SectionTable } from '../section.ts';
import { monthsOf } from './false-alarms.ts';
import { cent, figure } from './format.ts';
import { attacks, grouped, inGroup, type Part } from './part.ts';
import { TARGETS } from './targets.ts';

const SECOND_MS = 1_000;
const MONTH_DAYS = 30;
const BENIGN_PER_ATTACK = 20;

/** Harm that is no matter of rate: found or not, how soon, and how often it is claimed for nothing. */
export function directHarmPart(records: readonly RunRecord[]): Part {
  const runs = attacks(records, 'medium').filter(({ harms }) => harms.length > 0);
  const months = inGroup(records, 'month');
  if (runs.length === 0) return { metrics: {} };
  const covered = runs.filter((run) => run.harms.some(isCovered));
  const as = { unit: 'ratio', interval: 'bootstrap over campaigns' } as const;
  const metrics: Record<string, Metric> = {
    'directHarm.recall': metricOf(bootstrap(runs, coveredShare), {
      ...as,
      target: TARGETS['directHarm.recall'],
    }),
  };
  if (covered.length > 0) {
    metrics['delay.directHarm.p99Seconds'] = metricOf(
      bootstrap(covered, (drawn) => quantileOf(delaysOf(drawn), 0.99)),
      { ...as, unit: 's', target: TARGETS['delay.directHarm.p99Seconds'] },
    );
  }
  if (months.length > 0) {
    const precision = bootstrap([...runs, ...months], precisionOf);
    const alarms = months.reduce((sum, run) => sum + directAlarms(run), 0);
    const most = poissonRate(alarms, monthsOf(months) * MONTH_DAYS).high;
    const least = precisionAt(coveredShare(runs), most, BENIGN_PER_ATTACK);
    const estimate = { ...precision, low: Math.min(precision.low, least) };
    metrics['directHarm.precision'] = metricOf(estimate, {
      unit: 'ratio',
      interval: 'bootstrap over campaigns and defenders, at least as low as Poisson says',
      target: TARGETS['directHarm.precision'],
    });
  }
  return { metrics, tables: [byKind(runs)], method: METHOD };
}

const METHOD: readonly string[] = [
  'Direct harm is counted by the harm, not by the campaign: the post that gives a private fact away ' +
    'in full, the first change to an account in other hands, each letter of a set that reached a ' +
    'second defender. It is covered by a signal of guard or above that tells of direct harm to ' +
    'that defender, from the harm to the end of the campaign; where one stands already, the delay ' +
    'is none. The delay is event time; the time of the machine is measured by the bench.',
];

function isCovered(harm: number | null): harm is number {
  return harm !== null;
}

function coveredShare(runs: readonly RunRecord[]): number {
  const harms = runs.flatMap((run) => run.harms);
  return harms.filter(isCovered).length / harms.length;
}

function delaysOf(runs: readonly RunRecord[]): number[] {
  return runs.flatMap((run) => run.harms.filter(isCovered)).map((ms) => ms / SECOND_MS);
}

function precisionOf(drawn: readonly RunRecord[]): number {
  const benign = drawn.filter(({ spec }) => spec.group === 'month');
  const attacked = drawn.filter(({ spec }) => spec.group === 'attack');
  const alarms = benign.reduce((sum, run) => sum + directAlarms(run), 0);
  const daily = alarms / (monthsOf(benign) * MONTH_DAYS);
  return precisionAt(coveredShare(attacked), daily, BENIGN_PER_ATTACK);
}

function byKind(runs: readonly RunRecord[]): SectionTable {
  const rows = grouped(runs, ({ spec }) => spec.kind)
    .map(([kind, own]) => ({ kind, own, found: coveredShare(own) }))
    .sort((a, b) => a.found - b.found);
  return {
    title: 'Direct harm by kind, least covered first',
    head: ['kind', 'covered', 'seconds, median', '99th', 'harms', 'campaigns', 'one to look at'],
    rows: rows.map(({ found, kind, own }) => [
      kind,
      cent(found),
      figure(quantileOf(delaysOf(own), 0.5)),
      figure(quantileOf(delaysOf(own), 0.99)),
      String(own.flatMap((run) => run.harms).length),
      String(own.length),
      own.find((run) => !run.harms.every(isCovered))?.key ?? '',
    ]),
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

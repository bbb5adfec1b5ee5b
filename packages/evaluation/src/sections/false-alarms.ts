import { bootstrapSums } from '../metrics/bootstrap.ts';
import { exposureToShow, poissonRate } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import { precisionAt } from '../metrics/precision.ts';
import { quantileOf } from '../metrics/quantile.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { Metric } from '../section.ts';
import { cent, figure } from './format.ts';
import {
  attacks,
  campaignsAt,
  grouped,
  hasGuard,
  inGroup,
  isDetected,
  type Part,
  share,
} from './part.ts';
import { TARGETS } from './targets.ts';

const DAY_MS = 86_400_000;
const MONTH_DAYS = 30;
/** @source issue: attack windows to benign ones */
const BENIGN_PER_ATTACK = 20;
const RATIOS = [BENIGN_PER_ATTACK, 500, 5_000] as const;
const VISIBLE = 0.9;
const RATE = { unit: 'per defender-month', interval: 'Poisson' } as const;
const MIX = {
  unit: 'ratio',
  interval: 'bootstrap over campaigns and defenders, at least as low as Poisson says',
} as const;

/** Defender-months of runs of one defender each; a month is 30 days of event time. */
export function monthsOf(runs: readonly RunRecord[]): number {
  return runs.reduce((sum, run) => sum + run.durationMs, 0) / DAY_MS / MONTH_DAYS;
}

/** Campaigns that reached a tier, per defender-month, with a Poisson interval. */
export function rateOf(runs: readonly RunRecord[], tier: 'guard' | 'shield') {
  const alarms = runs.reduce((sum, run) => sum + campaignsAt(run, tier), 0);
  return poissonRate(alarms, monthsOf(runs));
}

/** False alarms in benign months, and what they make of an alarm's worth at each prevalence. */
export function falseAlarmPart(records: readonly RunRecord[]): Part {
  const months = inGroup(records, 'month');
  const medium = attacks(records, 'medium');
  if (months.length === 0) return { metrics: {} };
  const least = quantileOf(
    months.map((run) => run.ratePerHour),
    VISIBLE,
  );
  const visible = months.filter((run) => run.ratePerHour >= least);
  const metrics: Record<string, Metric> = {
    'falseGuards.perDefenderMonth': metricOf(rateOf(months, 'guard'), {
      ...RATE,
      target: TARGETS['falseGuards.perDefenderMonth'],
    }),
    'falseShields.perDefenderMonth': metricOf(rateOf(months, 'shield'), {
      ...RATE,
      target: TARGETS['falseShields.perDefenderMonth'],
    }),
    'falseGuards.mostVisibleTenth': metricOf(rateOf(visible, 'guard'), RATE),
  };
  for (const ratio of medium.length === 0 ? [] : RATIOS) {
    const target = ratio === BENIGN_PER_ATTACK ? TARGETS['precision.1to20'] : undefined;
    metrics[`precision.1to${ratio}`] = metricOf(precision(medium, months, ratio), {
      ...MIX,
      target,
    });
    metrics[`precision.mostVisibleTenth.1to${ratio}`] = metricOf(
      precision(medium, visible, ratio),
      MIX,
    );
  }
  const lookAlikes = inGroup(records, 'look-alike');
  if (medium.length > 0 && lookAlikes.length > 0) {
    metrics['precision.onlyLookAlikes.1to20'] = metricOf(hardPrecision(medium, lookAlikes), MIX);
  }
  return {
    metrics,
    tables: [causes(months)],
    method: [
      `A benign month is thirty days of one defender with two look-alikes, of kinds, difficulty ` +
        `and time drawn by chance: ${figure(monthsOf(months))} defender-months, ` +
        `${months.length} defenders. A false guard is a campaign that reaches guard or above.`,
      'Precision compares windows: an attack run of medium difficulty is one, a benign window is ' +
        'a day of a benign month. Other ratios follow from the same two rates by weight. ' +
        '`onlyLookAlikes` makes every benign window a look-alike.',
      `To show at most 0.02 false shields a month with 95 % confidence and none seen takes ` +
        `${exposureToShow(0.02).toFixed(0)} defender-months; at most 0.005 takes ` +
        `${exposureToShow(0.005).toFixed(0)}.`,
    ],
  };
}

function precision(medium: readonly RunRecord[], months: readonly RunRecord[], ratio: number) {
  const both = [...medium, ...months];
  const estimate = bootstrapSums(
    both,
    (run) =>
      run.spec.group === 'month'
        ? [0, 0, campaignsAt(run, 'guard'), run.durationMs]
        : [1, Number(isDetected(run)), 0, 0],
    ([attacked = 0, found = 0, alarms = 0, ms = 0]) => {
      const days = (ms / DAY_MS / MONTH_DAYS) * MONTH_DAYS;
      return precisionAt(found / attacked, days === 0 ? Number.NaN : alarms / days, ratio);
    },
  );
  // Where few alarms were seen, drawing them again cannot show how many there may be: Poisson can.
  const alarms = months.reduce((sum, run) => sum + campaignsAt(run, 'guard'), 0);
  const most = poissonRate(alarms, monthsOf(months) * MONTH_DAYS).high;
  const least = precisionAt(share(medium, isDetected), most, ratio);
  return { ...estimate, low: Math.min(estimate.low, least), sample: both.length };
}

function hardPrecision(medium: readonly RunRecord[], lookAlikes: readonly RunRecord[]) {
  return bootstrapSums(
    [...medium, ...lookAlikes],
    (run) =>
      run.spec.group === 'look-alike'
        ? [0, 0, 1, Number(hasGuard(run))]
        : [1, Number(isDetected(run)), 0, 0],
    ([attacked = 0, found = 0, alike = 0, guarded = 0]) =>
      precisionAt(found / attacked, guarded / alike, BENIGN_PER_ATTACK),
  );
}

function causes(months: readonly RunRecord[]) {
  const wrong = months.filter(hasGuard);
  const rows = grouped(
    wrong,
    (run) => run.signals.find((s) => s.tier === 'guard' || s.tier === 'shield')?.threat ?? '',
  ).sort(([, a], [, b]) => b.length - a.length);
  return {
    title: 'False guards in benign months by leading threat',
    head: ['threat', 'months', 'share of all months', 'what was played', 'one to look at'],
    rows: rows.map(([threat, runs]) => [
      threat,
      String(runs.length),
      cent(runs.length / months.length),
      [...new Set(runs.map((run) => run.played))].slice(0, 6).join(', '),
      runs[0]?.key ?? '',
    ]),
  };
}

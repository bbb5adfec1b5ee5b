import { DIFFICULTIES } from '@hrd-shield/world';
import { bootstrap } from '../metrics/bootstrap.ts';
import { wilson } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { Metric } from '../section.ts';
import { percent } from './format.ts';
import { attacks, drawsOf, grouped, isDetected, type Part, share } from './part.ts';
import { TARGETS } from './targets.ts';

const AS = { unit: 'ratio', interval: 'Wilson' } as const;

/** Share of campaigns with guard or above between their first hostile event and their end. */
export function recallPart(records: readonly RunRecord[]): Part {
  const metrics: Record<string, Metric> = {};
  for (const difficulty of DIFFICULTIES) {
    const runs = attacks(records, difficulty);
    if (runs.length === 0) continue;
    const name = `recall.${difficulty}` as const;
    const target = name === 'recall.easy' ? undefined : TARGETS[name];
    // Runs of one draw resemble each other, so draws are drawn again and not runs.
    const recall = bootstrap(drawsOf(runs), (drawn) => share(drawn.flat(), isDetected));
    const as = { unit: 'ratio', interval: 'bootstrap over draws of parameters', target } as const;
    metrics[name] = metricOf({ ...recall, sample: runs.length }, as);
    for (const [kind, own] of grouped(runs, ({ spec }) => spec.kind)) {
      metrics[`${name}.${kind}`] = metricOf(recallOf(own), AS);
    }
  }
  const kinds = grouped(attacks(records), ({ spec }) => spec.kind);
  const byWorst = kinds
    .map(([kind, runs]) => ({ kind, runs, medium: recallOf(attacks(runs, 'medium')).value }))
    .sort((a, b) => a.medium - b.medium);
  return {
    metrics,
    tables: [
      {
        title: 'Campaign recall by kind, worst first',
        head: ['kind', ...DIFFICULTIES, 'runs', 'a miss to look at'],
        rows: byWorst.map(({ kind, runs }) => [
          kind,
          ...DIFFICULTIES.map((difficulty) => percent(recallOf(attacks(runs, difficulty)))),
          String(runs.length),
          attacks(runs, 'medium').find((run) => !isDetected(run))?.key ?? '',
        ]),
      },
    ],
    method: [
      'A campaign is found when a signal of guard or above is raised at any defender that it ' +
        'touches, at or after its first hostile event and not after its last event.',
    ],
  };
}

/** Share of attacks found, with a Wilson interval. */
export function recallOf(runs: readonly RunRecord[]): ReturnType<typeof wilson> {
  return wilson(runs.filter(isDetected).length, runs.length);
}

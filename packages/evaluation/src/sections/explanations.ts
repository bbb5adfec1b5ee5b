import { wilson } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { Metric } from '../section.ts';
import type { Part } from './part.ts';
import { TARGETS } from './targets.ts';

/** @source detection notes, section 4: contributions sum to the log-odds within this */
const ADDITIVITY_MAX = 1e-9;

/** Whether reasons add up, suffice, and lead to events. */
export function explanationPart(records: readonly RunRecord[]): Part {
  const runs = records.filter((run) => run.explanation.signals > 0);
  if (runs.length === 0) return { metrics: {} };
  const share = (is: (run: RunRecord) => boolean) => wilson(runs.filter(is).length, runs.length);
  const as = { unit: 'ratio of runs', interval: 'Wilson' } as const;
  return {
    metrics: {
      'explanation.additive': metricOf(
        share((run) => run.explanation.additivityMax <= ADDITIVITY_MAX),
        { ...as, target: TARGETS['explanation.additive'] },
      ),
      ...twoReasons(runs),
      'explanation.resolvedRefs': metricOf(
        share((run) => run.explanation.unresolved === 0),
        { ...as, target: TARGETS['explanation.resolvedRefs'] },
      ),
    },
    tables: [
      {
        title: 'Explanations that fall short',
        head: ['what', 'runs', 'one to look at'],
        rows: [
          ['does not add up', (run: RunRecord) => run.explanation.additivityMax > ADDITIVITY_MAX],
          ['fewer than two reasons', (run: RunRecord) => run.explanation.thin > 0],
          ['leads to no event', (run: RunRecord) => run.explanation.unresolved > 0],
        ].flatMap(([what, is]) => {
          const short = runs.filter(is as (run: RunRecord) => boolean);
          return short.length === 0
            ? []
            : [[String(what), String(short.length), short[0]?.key ?? '']];
        }),
      },
    ],
    method: [
      'Explanations are checked in every signal of every run of the proof; two reasons are asked of ' +
        'each signal of guard or above.',
    ],
  };
}

/** Runs whose every signal of guard or above has two reasons; and those that direct harm did not carry. */
function twoReasons(records: readonly RunRecord[]): Record<string, Metric> {
  const runs = records.filter((run) => run.explanation.guards > 0);
  if (runs.length === 0) return {};
  const as = { unit: 'ratio of runs with a guard', interval: 'Wilson' } as const;
  const shareOf = (isThin: (check: RunRecord['explanation']) => boolean) =>
    wilson(runs.filter((run) => !isThin(run.explanation)).length, runs.length);
  return {
    'explanation.twoReasons': metricOf(
      shareOf(({ thin }) => thin > 0),
      { ...as, target: TARGETS['explanation.twoReasons'] },
    ),
    'explanation.twoReasonsButDirectHarm': metricOf(
      shareOf(({ thin, thinDirect }) => thin > thinDirect),
      as,
    ),
  };
}

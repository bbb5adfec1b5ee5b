import { bootstrapSums } from '../metrics/bootstrap.ts';
import { metricOf } from '../metrics/judge.ts';
import { isHeldOutKind } from '../plan/play-run.ts';
import type { RunRecord } from '../run/run-record.ts';
import { cent } from './format.ts';
import { attacks, hasGuard, inGroup, isDetected, type Part, share } from './part.ts';
import { TARGETS } from './targets.ts';

/** What kinds that tuning never saw lose against those that it saw. */
export function heldOutPart(records: readonly RunRecord[]): Part {
  const medium = attacks(records, 'medium');
  if (!medium.some(isHeld)) return { metrics: {} };
  const loss = bootstrapSums(
    medium,
    countsWhere(isDetected),
    ([held = 0, heldFound = 0, tuned = 0, tunedFound = 0]) =>
      1 - heldFound / held / (tunedFound / tuned),
  );
  const rise = bootstrapSums(
    inGroup(records, 'look-alike'),
    countsWhere(hasGuard),
    ([held = 0, heldFound = 0, tuned = 0, tunedFound = 0]) => heldFound / held - tunedFound / tuned,
  );
  const as = { unit: 'ratio', interval: 'bootstrap over campaigns' } as const;
  return {
    metrics: {
      'heldOut.recallLoss': metricOf(loss, {
        ...as,
        target: TARGETS['heldOut.recallLoss'],
      }),
      'heldOut.falseAlarmRise': metricOf(rise, as),
    },
    tables: [
      {
        title: 'Kinds that tuning never saw, against those that it saw',
        head: ['kinds', 'recall, medium', 'recall, evasive', 'look-alikes below guard'],
        rows: [
          ['held out', isHeld] as const,
          ['tuned', (run: RunRecord) => !isHeld(run)] as const,
        ].map(([name, belongs]) => {
          const own = records.filter(belongs);
          const found = (runs: readonly RunRecord[]) => cent(share(runs, isDetected));
          return [
            name,
            found(attacks(own, 'medium')),
            found(attacks(own, 'evasive')),
            cent(share(inGroup(own, 'look-alike'), (run) => !hasGuard(run))),
          ];
        }),
      },
    ],
    method: [
      'Held-out kinds were drawn by a seed before tuning. Half of the held-out runs of the other ' +
        'kinds lie in a quarter of one parameter that tuning never entered.',
    ],
  };
}

function isHeld({ spec }: RunRecord): boolean {
  return isHeldOutKind(spec.kind);
}

/** Of a run of a held-out kind, one and whether something is true; behind it the same of others. */
function countsWhere(is: (run: RunRecord) => boolean): (run: RunRecord) => readonly number[] {
  return (run) => (isHeld(run) ? [1, Number(is(run)), 0, 0] : [0, 0, 1, Number(is(run))]);
}

import { wilson } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import { SOLIDARITY_KINDS } from '../plan/plan-runs.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { Metric } from '../section.ts';
import { percent } from './format.ts';
import { grouped, hasGuard, inGroup, type Part } from './part.ts';
import { LOOK_ALIKE_TARGET, SOLIDARITY_TARGET } from './targets.ts';

/** Share of look-alike runs without any guard, each kind by itself. */
export function lookAlikePart(records: readonly RunRecord[]): Part {
  const metrics: Record<string, Metric> = {};
  const rows: { quiet: number; cells: string[] }[] = [];
  for (const [kind, runs] of grouped(inGroup(records, 'look-alike'), ({ spec }) => spec.kind)) {
    const loud = runs.filter(hasGuard);
    const quiet = wilson(runs.length - loud.length, runs.length);
    const isSolidarity = SOLIDARITY_KINDS.includes(runs[0]?.spec.kind ?? 'month');
    metrics[`lookAlike.${kind}`] = metricOf(quiet, {
      unit: 'ratio',
      interval: 'Wilson',
      target: isSolidarity ? SOLIDARITY_TARGET : LOOK_ALIKE_TARGET,
    });
    const threats = new Set(
      loud.flatMap((run) =>
        run.signals.filter((s) => s.tier === 'guard' || s.tier === 'shield').map((s) => s.threat),
      ),
    );
    rows.push({
      quiet: quiet.value,
      cells: [
        kind,
        percent(quiet),
        String(runs.length),
        [...threats].join(', '),
        loud[0]?.key ?? '',
      ],
    });
  }
  return {
    metrics,
    tables: [
      {
        title: 'Look-alikes kept below guard, worst first',
        head: ['kind', 'below guard', 'runs', 'taken for', 'one to look at'],
        rows: rows.sort((a, b) => a.quiet - b.quiet).map(({ cells }) => cells),
      },
    ],
    method: [
      'Look-alikes are played in easy, medium and evasive form alike, fourteen days of ' +
        'ordinary life before each.',
    ],
  };
}

import { poissonRate } from '../metrics/intervals.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { Line } from '../section.ts';
import { monthsOf } from './false-alarms.ts';
import { cent, figure } from './format.ts';
import { attacks, inGroup, type Part } from './part.ts';

const THRESHOLDS = [
  ...Array.from({ length: 10 }, (_, i) => 0.5 + i * 0.04),
  ...[0.9, 0.92, 0.94, 0.96, 0.97, 0.98, 0.99, 0.995, 0.998],
];

/** Recall against false alarms as the threshold of guard moves. */
export function operatingCurvePart(records: readonly RunRecord[]): Part {
  const months = inGroup(records, 'month');
  const exposure = monthsOf(months);
  if (exposure === 0) return { metrics: {} };
  const peaks = months.flatMap((run) => run.peaks.map(([, score]) => score));
  const alarms = (threshold: number) => peaks.filter((p) => p >= threshold).length / exposure;
  const recall = (runs: readonly RunRecord[], threshold: number) =>
    runs.filter((run) => run.peaks.some(([, score]) => score >= threshold)).length / runs.length;
  const medium = attacks(records, 'medium');
  const evasive = attacks(records, 'evasive');
  const line = (name: string, runs: readonly RunRecord[]): Line => ({
    name,
    points: THRESHOLDS.map((t) => ({ x: alarms(t), y: recall(runs, t) })),
  });
  const seen = `${figure(exposure)} defender-months, ${medium.length} attacks of medium and ${evasive.length} of evasive difficulty`;
  const lines = [
    ...(medium.length > 0 ? [line('medium', medium)] : []),
    ...(evasive.length > 0 ? [line('evasive', evasive)] : []),
  ];
  return {
    metrics: {},
    charts: [
      {
        title: 'Recall against false alarms as the threshold moves',
        description: `Each point is one threshold on the score, gates as they are: ${seen}. Up and to the left is better.`,
        x: 'false alarms per defender-month',
        y: 'campaign recall',
        lines,
      },
    ],
    tables: [
      {
        title: `Operating points: ${seen}`,
        head: [
          'threshold',
          'false alarms per defender-month',
          'at most (95 %)',
          'recall, medium',
          'recall, evasive',
        ],
        rows: THRESHOLDS.map((t) => [
          figure(t),
          figure(alarms(t)),
          figure(poissonRate(peaks.filter((p) => p >= t).length, exposure).high),
          cent(recall(medium, t)),
          cent(recall(evasive, t)),
        ]),
      },
    ],
  };
}

import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import {
  type Figure,
  judgeTarget,
  type SurvivalCurve,
  suppressCells,
  withheldUnder,
} from '@hrd-shield/domain';
import type { Benchmark } from '@hrd-shield/policy';
import { survivalOf } from './clustered-durations.ts';
import { figuresOf, groupBy, peopleOf, sizeOf, slicedFiguresOf } from './figures-of.ts';
import type { BenchmarkResult, ReportClock, ResultGroup, Slice } from './result.ts';
import type { SampleRow } from './sample-rows.ts';

/** How small samples are treated. */
export interface Disclosure {
  /** Overrides the minimum cell of every definition; only for a synthetic city. */
  readonly showSmallCells: boolean;
}

/** Turns the rows of one formula into its published numbers. Pure. */
export function computeResult(
  benchmark: Benchmark,
  rows: readonly SampleRow[],
  disclosure: Disclosure,
): BenchmarkResult {
  const { definition, formulaHash } = benchmark;
  const floor = disclosure.showSmallCells ? 1 : definition.minimumCell;
  const groups = [...groupBy(rows, (row) => `${row.clockScale ?? ''}/${row.scripted ?? ''}`)]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([, members]) => groupOf(definition, members, floor));
  return { definition, formulaHash, groups };
}

function groupOf(
  definition: BenchmarkDefinition,
  rows: readonly SampleRow[],
  floor: number,
): ResultGroup {
  const isSmall = sizeOf(rows) > 0 && peopleOf(rows) < floor;
  const figures = figuresOf(definition, rows, floor).map(({ label, figure }) => ({
    label,
    figure: isSmall ? withheldAt(floor) : withheldUnder(figure, floor),
  }));
  const clock = clockOf(definition, rows[0]);
  const scripted = rows[0]?.scripted;
  const curve = curveOf(definition, rows, floor);
  const { target } = definition;
  const aimed = figures.find(({ label }) => label === target?.of)?.figure;
  // A scaled clock and a script say nothing about how long people take.
  const isJudged = clock?.kind !== 'scaled' && scripted !== true && aimed !== undefined;
  return {
    ...(clock === undefined ? {} : { clock }),
    ...(scripted === undefined ? {} : { decidedBy: scripted ? 'scripts' : 'people' }),
    figures,
    slices: slicesOf(definition, rows, floor),
    ...(curve === undefined ? {} : { curve }),
    judgement:
      target === undefined
        ? { reached: 'not-judged', isCertain: false }
        : judgeTarget(isJudged ? aimed : { kind: 'no-data' }, target),
  };
}

function slicesOf(
  definition: BenchmarkDefinition,
  rows: readonly SampleRow[],
  floor: number,
): readonly Slice[] {
  if (definition.by === undefined) return [];
  const cells = [...groupBy(rows, (row) => row.slice ?? '')]
    .filter(([, members]) => sizeOf(members) > 0)
    .sort(([a], [b]) => a.localeCompare(b, 'en'));
  const withheld = suppressCells(
    cells.map(([, members]) => peopleOf(members)),
    floor,
  );
  return cells.map(([name, members], at) => ({
    name,
    figures: slicedFiguresOf(definition, members, floor).map(({ label, figure }) => ({
      label,
      figure: withheld[at] ? withheldAt(floor) : figure,
    })),
  }));
}

function curveOf(
  definition: BenchmarkDefinition,
  rows: readonly SampleRow[],
  floor: number,
): SurvivalCurve | undefined {
  // A curve begins at 0.
  const isCurve = definition.quantiles !== undefined && definition.statistic !== 'signed-quantiles';
  if (!isCurve || sizeOf(rows) < floor) return undefined;
  return survivalOf(rows);
}

function clockOf(
  definition: BenchmarkDefinition,
  row: SampleRow | undefined,
): ReportClock | undefined {
  const scale = row?.clockScale;
  if (scale === undefined) return definition.unit === 'ms' ? { kind: 'event-time' } : undefined;
  return scale === 1 ? { kind: 'real' } : { kind: 'scaled', scale };
}

function withheldAt(minimumCell: number): Figure {
  return { kind: 'withheld', minimumCell };
}

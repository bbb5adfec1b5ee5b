import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { loadReleasePlan } from '@hrd-shield/policy';
import {
  drawTrend,
  pointsOf,
  REPORT_WORDS,
  standingReleases,
  type TrendPoint,
  toldFigure,
} from '@hrd-shield/reporting';
import { closestWord } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';

interface TrendOptions {
  readonly open: string;
  readonly slice: string;
  readonly quarters?: string;
  readonly svg?: string;
}

/** A figure over quarters, and what its drawing is called. */
interface Trend {
  readonly id: string;
  readonly benchmark: string;
  readonly label: string;
  readonly points: readonly TrendPoint[];
}

const WORDS = REPORT_WORDS.en;

/** Adds `benchmark trend`: what was published of a benchmark, quarter by quarter. */
export function registerBenchmarkTrend(benchmark: Command, shell: Shell): void {
  benchmark
    .command('trend <id>')
    .description('what was published of a benchmark or figure, quarter by quarter, and no more')
    .option('--quarters <n>', 'the latest so many; those of the rule file when absent')
    .option('--open <folder>', 'folder of published releases', 'releases/open')
    .option('--slice <slice>', 'such as region=europe, as figures.csv has it', 'all')
    .option('--svg <file>', 'draw it there; of several figures the first')
    .action(async (id: string, options: TrendOptions, command: Command) => {
      const quarters = Number(options.quarters ?? loadReleasePlan().trendQuarters);
      if (!Number.isInteger(quarters) || quarters < 1)
        command.error('--quarters takes a number of quarters, such as 8');
      else await trend(id, { ...options, quarters }, shell);
    });
}

async function trend(
  id: string,
  options: Omit<TrendOptions, 'quarters'> & { readonly quarters: number },
  shell: Shell,
): Promise<void> {
  const { open, quarters, slice, svg } = options;
  const releases = (await standingReleases(resolve(open))).slice(-quarters);
  const figures = releases.flatMap((release) => release.figures);
  const wanted = figures.filter((one) => one.benchmark === id || one.id === id);
  if (wanted.length === 0) throw unknown(id, open, figures);
  const keys = new Map(wanted.map((one) => [`${one.id} ${one.label}`, one]));
  const trends = [...keys.values()].map(({ benchmark, id: name, label }): Trend => {
    return { id: name, benchmark, label, points: pointsOf(releases, { id: name, label, slice }) };
  });
  const told = trends.filter(({ points }) => points.length > 0);
  const [first] = told;
  if (first === undefined) {
    const known = [...new Set(wanted.map((one) => one.slice))].join(', ');
    throw new ShieldError('config.invalid', { detail: `no slice ${slice} of ${id}: ${known}` });
  }
  if (svg !== undefined) {
    const name = WORDS.figures[first.id] ?? first.id;
    await writeFile(resolve(svg), (await drawTrend(first.points, name, WORDS)).svg);
  }
  shell.answer(
    { slice, trends: told, ...(svg === undefined ? {} : { svg: resolve(svg) }) },
    told.flatMap(trendLines),
  );
}

function trendLines({ id, label, points }: Trend): readonly string[] {
  const latest = points.at(-1)?.formulaHash;
  return [
    `${WORDS.figures[id] ?? id}, ${WORDS.labels[label] ?? label}`,
    ...points.map((point) => {
      const { interval, sample, value } = toldFigure(point, WORDS);
      const note = point.formulaHash === latest ? '' : `  ${WORDS.trend.otherwise}`;
      const of = sample === '' ? '' : `n ${sample}`;
      return `  ${point.quarter}  ${value.padEnd(24)}  ${interval.padEnd(28)}  ${of.padEnd(8)}  ${point.release}${note}`;
    }),
  ];
}

function unknown(
  id: string,
  folder: string,
  figures: readonly { readonly id: string; readonly benchmark: string }[],
): ShieldError {
  if (figures.length === 0) {
    return new ShieldError('config.invalid', { detail: `nothing is published in ${folder}` });
  }
  const names = [...new Set(figures.flatMap((figure) => [figure.benchmark, figure.id]))];
  const closest = closestWord(id, names);
  const hint = closest === undefined ? names.join(', ') : `did you mean ${closest}?`;
  return new ShieldError('config.invalid', { detail: `${id} is not published; ${hint}` });
}

import { parquetWriteBuffer } from 'hyparquet-writer';
import { type CsvValue, csvOf } from './csv.ts';
import { whereText } from './protect-tables.ts';
import type { Release } from './release.ts';

/** A file of a release by its name. */
export type ReleaseFiles = Readonly<Record<string, Uint8Array>>;

interface Column {
  readonly name: string;
  readonly type: 'STRING' | 'DOUBLE';
  readonly says: string;
}

const text = (name: string, says: string): Column => ({ name, type: 'STRING', says });
const amount = (name: string, says: string): Column => ({ name, type: 'DOUBLE', says });

const FIGURES: readonly Column[] = [
  text('quarter', 'quarter of the facts, such as 2026-Q1'),
  text('id', 'name of the figure in the plan of releases'),
  text('benchmark', 'benchmark that defines what is counted'),
  text('formula_hash', 'SHA-256 of the definition of the benchmark, hex'),
  text('run', 'frozen run of the benchmarks at the same freeze'),
  text('population', 'what is counted; records where nobody is in it'),
  text('slice', 'values that the facts have, name=value joined by ;, or all'),
  text('label', 'count, share, median, p90; of parity, ratio to everybody else or median-band'),
  text('unit', 'count, ratio (a share of 1; of parity, of another share) or ms'),
  text('state', 'value, withheld, not-reached or no-data: a gap is a value too'),
  amount('value', 'the figure; empty where there is none'),
  amount('lower', 'lower end of its 95 % interval; of not-reached, the longest time looked at'),
  amount('upper', 'upper end of its 95 % interval; empty where it is open'),
  amount('sample', 'facts behind it, rounded'),
];

const TRENDS: readonly Column[] = [
  text('quarter', 'quarter of the figure, such as 2026-Q1'),
  text('release', 'release that said it'),
  ...FIGURES.filter(({ name }) => !['quarter', 'run', 'benchmark', 'population'].includes(name)),
];

const CELLS: readonly Column[] = [
  text('quarter', 'quarter of the facts, such as 2026-Q1'),
  text('table', 'table that the cell is of'),
  text('population', 'what is counted'),
  text('slice', 'values that the facts have, name=value joined by ;, or all'),
  text('state', 'value or withheld'),
  amount('count', 'facts, rounded; empty where withheld'),
];

type Row = Readonly<Record<string, CsvValue>>;

/** The files for machines: the same cells and figures as CSV, Parquet and JSON, with a dictionary. */
export function dataFiles(release: Release): ReleaseFiles {
  const figures = release.figures.map((figure): Row => {
    const { formulaHash, ...rest } = figure;
    return { quarter: release.quarter, run: release.run, formula_hash: formulaHash, ...rest };
  });
  const cells = release.tables.flatMap((table) =>
    table.cells.map(
      ({ spec, value }): Row => ({
        quarter: release.quarter,
        table: table.plan.id,
        population: table.plan.counts,
        slice: whereText(spec),
        state: value === 'withheld' ? 'withheld' : 'value',
        count: value === 'withheld' ? null : value,
      }),
    ),
  );
  const trends = (release.trends ?? []).flatMap(({ points, ...key }) =>
    points.map(({ formulaHash, ...point }): Row => {
      return { ...key, ...point, formula_hash: formulaHash };
    }),
  );
  return {
    'figures.csv': bytesOf(csvOf(namesOf(FIGURES), figures)),
    'figures.parquet': parquetOf(FIGURES, figures),
    'trends.csv': bytesOf(csvOf(namesOf(TRENDS), trends)),
    'trends.parquet': parquetOf(TRENDS, trends),
    'cells.csv': bytesOf(csvOf(namesOf(CELLS), cells)),
    'cells.parquet': parquetOf(CELLS, cells),
    'release.json': jsonOf(release),
    'dictionary.json': jsonOf(dictionaryOf(release)),
  };
}

function dictionaryOf(release: Release): object {
  const listed = (columns: readonly Column[]) =>
    columns.map(({ name, says, type }) => ({ name, type: type.toLowerCase(), says }));
  const { people, roundTo } = release.tables[0]?.made ?? { people: null, roundTo: null };
  return {
    format: 'hrd-shield.dictionary.v1',
    licence: 'CC-BY-4.0',
    csv: 'RFC 4180, UTF-8, CRLF, names in the first line',
    files: {
      'figures.csv': listed(FIGURES),
      'trends.csv': listed(TRENDS),
      'cells.csv': listed(CELLS),
    },
    protection: {
      fewestPeople: people,
      roundedTo: roundTo,
      says: 'cells with too few people or reporting units are withheld, and others with them',
    },
    values: Object.fromEntries(
      release.tables.flatMap(({ plan }) => Object.entries(plan.dimensions)),
    ),
  };
}

function namesOf(columns: readonly Column[]): readonly string[] {
  return columns.map(({ name }) => name);
}

function parquetOf(columns: readonly Column[], rows: readonly Row[]): Uint8Array {
  const columnData = columns.map(({ name, type }) => ({
    name,
    type,
    data: rows.map((row) => row[name] ?? null),
    nullable: true,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/**
 * A value as a JSON file, with keys in the order of the value: the same value gives the same
 * bytes.
 */
export function jsonOf(value: object): Uint8Array {
  return bytesOf(`${JSON.stringify(value, null, 1)}\n`);
}

/** Text as UTF-8. */
export function bytesOf(of: string): Uint8Array {
  return new TextEncoder().encode(of);
}

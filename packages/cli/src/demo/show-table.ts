import colours from 'picocolors';
import type { Hop } from './conservation.ts';
import type { ScenarioRow } from './scenario-row.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
}

/** Lines of an aligned table. Widths count characters, which is right for the scripts shown here. */
export function tableLines<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): readonly string[] {
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const widths = columns.map((column, i) =>
    Math.max(column.title.length, ...cells.map((line) => line[i]?.length ?? 0)),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width));
  return [line(columns.map((column) => column.title)), line(rule), ...cells.map(line)];
}

/** The table of the demo: what was true, what was found, what was done. */
export function scenarioTable(
  rows: readonly ScenarioRow[],
  scale: { readonly startAt: number; readonly clockScale: number },
): readonly string[] {
  return tableLines<ScenarioRow>(
    [
      { title: 'scenario', cell: (row) => `${row.id} ${row.title}` },
      { title: 'truth', cell: (row) => `${row.kind}, ${TRUTHS[row.truth]}` },
      { title: 'flagged at', cell: (row) => eventTime(row.flaggedAt, scale.startAt) },
      { title: 'tier', cell: (row) => row.tier },
      { title: 'detect (event time)', cell: (row) => duration(row.detectMs) },
      { title: 'protect (real)', cell: (row) => duration(row.protectMs) },
      { title: 'protect (scaled)', cell: (row) => scaled(row.protectMs, scale.clockScale) },
      { title: 'measures', cell: (row) => row.measures.join(', ') || '–' },
      { title: 'as it should be', cell: verdictOf },
    ],
    rows,
  );
}

/** The books of every hop as lines of a table; a hop that does not close says so in capitals. */
export function conservationTable(hops: readonly Hop[]): readonly string[] {
  return tableLines<Hop>(
    [
      { title: 'hop', cell: (row) => row.hop },
      { title: 'in', cell: (row) => count(row.in) },
      {
        title: 'out',
        cell: (row) =>
          Object.entries(row.out)
            .map(([name, value]) => `${count(value)} ${name}`)
            .join(' + '),
      },
      { title: '', cell: (row) => (row.closes ? 'closes' : 'DOES NOT CLOSE') },
      { title: 'what is counted', cell: (row) => row.says },
    ],
    hops,
  );
}

const TRUTHS = {
  guard: 'to be found',
  'below-guard': 'to stay below guard',
  missed: 'known to be missed',
  nothing: 'consent withdrawn before',
} as const satisfies Record<ScenarioRow['truth'], string>;

function verdictOf(row: ScenarioRow): string {
  if (row.truth === 'missed') return row.flagged ? 'found after all' : 'missed, as known';
  if (!row.agrees) return 'NO';
  if (row.truth === 'below-guard') return 'yes, kept below guard';
  return row.truth === 'nothing' ? 'yes, nothing detected' : 'yes';
}

/** Marks what a person should look at. */
export function coloured(line: string): string {
  if (/ NO$|DOES NOT CLOSE/.test(line)) return colours.red(line);
  if (/missed, as known/.test(line)) return colours.yellow(line);
  return line;
}

/** A whole number with commas at the thousands. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A duration as a person reads it: `350 ms`, `12 s`, `4 min`, `2.5 h`. */
export function duration(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

function scaled(ms: number | null, clockScale: number): string {
  return ms === null ? '–' : duration(ms * clockScale);
}

function eventTime(at: number | null, startAt: number): string {
  if (at === null) return '–';
  const minutes = Math.floor((at - startAt) / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `hour ${hours}:${String(rest).padStart(2, '0')}`;
}

import type { ReleasedTable } from '@hrd-shield/domain';
import { readCsv } from './csv.ts';
import type { ReleaseFiles } from './data-files.ts';
import { whereText } from './protect-tables.ts';
import { Release } from './release.ts';

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** What a stranger reads from the files of a release. */
export interface PublicRelease {
  readonly release: Release;
  /** Tables with the numbers of `cells.csv`. */
  readonly tables: readonly ReleasedTable[];
  /** Cells and figures of which CSV and JSON say different things. */
  readonly contradictions: readonly string[];
}

/** Reads a release as a stranger would: the numbers from CSV, the meaning from JSON. */
export function readPublic(files: ReleaseFiles): PublicRelease {
  const release = Release.parse(JSON.parse(text(files['release.json'])));
  const cells = new Map(
    readCsv(text(files['cells.csv'])).map((row) => [`${row.table} ${row.slice}`, row]),
  );
  const contradictions: string[] = [];
  const tables = release.tables.map(
    (table): ReleasedTable => ({
      ...table,
      cells: table.cells.map(({ spec, value }) => {
        const name = `${table.plan.id} ${whereText(spec)}`;
        const row = cells.get(name);
        const read = row?.state === 'value' ? Number(row.count) : 'withheld';
        if (row === undefined || read !== value) contradictions.push(name);
        return { spec, value: read };
      }),
    }),
  );
  const figures = readCsv(text(files['figures.csv']));
  release.figures.forEach((figure, at) => {
    const row = figures[at];
    const isSame =
      row?.id === figure.id &&
      row.slice === figure.slice &&
      row.state === figure.state &&
      row.value === (figure.value === null ? '' : String(figure.value));
    if (!isSame) contradictions.push(`${figure.id} ${figure.slice} ${figure.label}`);
  });
  return { release, tables, contradictions };
}

import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { ShieldError } from '@hrd-shield/contracts';

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

/** Unpacked data sets are far smaller; more is refused. */
const BYTES_MAX = 256 * 1024 * 1024;

/**
 * A compressed CSV file with a header line, whole: the data sets here fit memory.
 * @throws ShieldError `input.bad-file` when it is not there or does not unpack
 */
export async function readTable(path: string): Promise<readonly Row[]> {
  return parseTable((await readGzip(path)).toString('utf8'));
}

/** @throws ShieldError `input.bad-file` */
export async function readGzip(path: string): Promise<Buffer> {
  try {
    return gunzipSync(await readFile(path), { maxOutputLength: BYTES_MAX });
  } catch (cause) {
    throw new ShieldError('input.bad-file', { detail: `${path} cannot be read`, cause });
  }
}

/** Rows of a CSV text. Quoted cells may hold commas, quotes and line ends. @source RFC 4180 */
export function parseTable(text: string): readonly Row[] {
  const [header = [], ...lines] = cellsOf(text);
  return lines
    .filter((cells) => cells.length > 1 || cells[0] !== '')
    .map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
}

function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const next = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/gy;
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    const [whole, cell = '', end] = match;
    row.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
    if (whole === '' || next.lastIndex >= text.length) break;
  }
  return rows;
}

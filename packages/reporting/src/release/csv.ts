/** A value of a cell of a table. */
export type CsvValue = string | number | null;

/**
 * Writes rows as comma-separated values: lines end with CRLF, the first one names the columns, and what
 * holds a comma, quote or line end is quoted. Nothing is null: an empty field is no value.
 * @source RFC 4180
 */
export function csvOf(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, CsvValue>>[],
): string {
  const lines = [columns.map(field), ...rows.map((row) => columns.map((name) => field(row[name])))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function field(value: CsvValue | undefined): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Reads what `csvOf` writes, and any other file of RFC 4180 with names in its first line. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [head = [], ...rows] = linesOf(text);
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
}

function linesOf(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [];
  let line: string[] = [];
  const token = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/g;
  for (const [whole, value = '', end] of text.matchAll(token)) {
    if (whole === '' && line.length === 0) continue;
    line.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  return lines;
}

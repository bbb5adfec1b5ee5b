import { Nomination } from '../details.ts';

/** A line that fits, or what does not fit in it: a field, never a value. */
export type ProposalLine =
  | { readonly line: number; readonly nomination: Nomination }
  | { readonly line: number; readonly fault: string };

/** Lines of one hand-over. */
const MAX_LINES = 1_000;

/**
 * Reads a partner's proposals: JSON lines as nominations, or CSV with a header of the columns
 * `account,name,language,country,channel,address`. A bad line stops no other.
 * @returns undefined when there are more lines than one hand-over may have
 */
export function readProposals(text: string): readonly ProposalLine[] | undefined {
  const lines = text.trimStart().startsWith('{') ? jsonLines(text) : csvLines(text);
  if (lines.length > MAX_LINES) return undefined;
  return lines.map(({ line, value, fault }) => {
    if (fault !== undefined) return { line, fault };
    const parsed = Nomination.safeParse(value);
    if (parsed.success) return { line, nomination: parsed.data };
    const issue = parsed.error.issues[0];
    const isUnknown = issue?.code === 'unrecognized_keys';
    return { line, fault: isUnknown ? 'unknown-field' : (issue?.path.join('.') ?? 'malformed') };
  });
}

interface RawLine {
  readonly line: number;
  readonly value?: unknown;
  readonly fault?: string;
}

function jsonLines(text: string): readonly RawLine[] {
  return text.split('\n').flatMap((each, index): readonly RawLine[] => {
    const line = index + 1;
    if (each.trim() === '') return [];
    try {
      return [{ line, value: JSON.parse(each) as unknown }];
    } catch {
      return [{ line, fault: 'not-json' }];
    }
  });
}

/** Where each column of the table stands in a nomination. */
const COLUMNS: Readonly<Record<string, readonly [string, string]>> = {
  account: ['identity', 'account'],
  name: ['identity', 'name'],
  language: ['profile', 'language'],
  country: ['profile', 'country'],
  channel: ['contact', 'channel'],
  address: ['contact', 'address'],
};

function csvLines(text: string): readonly RawLine[] {
  const [header, ...rows] = csvRows(text);
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const unknown = names.find((name) => !(name in COLUMNS));
  if (unknown !== undefined) return [{ line: 1, fault: 'unknown-column' }];
  return rows.map(({ cells, line }) => {
    if (cells.length !== names.length) return { line, fault: 'wrong-number-of-columns' };
    const value: Record<string, Record<string, string>> = { identity: {}, profile: {} };
    for (const [index, name] of names.entries()) {
      const cell = cells[index]?.trim() ?? '';
      const [part, field] = COLUMNS[name] ?? [];
      if (cell === '' || part === undefined || field === undefined) continue;
      value[part] = { ...value[part], [field]: cell };
    }
    return { line, value };
  });
}

/** Cells with quotes, as RFC 4180 has them; a quoted cell may hold line ends. */
function csvRows(text: string): readonly { readonly line: number; readonly cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  let line = 1;
  let cells: string[] = [];
  let startsAt = 1;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null || cell.lastIndex === at) {
      rows.push({ line, cells: [] });
      break;
    }
    const [whole, quoted, plain, end] = found;
    cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    if (cells.some((each) => each !== '')) rows.push({ line: startsAt, cells });
    cells = [];
    startsAt = line;
  }
  return rows;
}

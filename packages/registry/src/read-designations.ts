import { ShieldError } from '@hrd-shield/contracts';
import { parse } from 'yaml';
import { DesignationEntry } from './designation-entry.ts';

/** An entry and where it stands, so that a refusal can name the place without the account. */
export interface PlacedEntry {
  /** Line of an ndjson file, or number of the item of a YAML list; from 1. */
  readonly place: number;
  readonly entry: DesignationEntry;
}

/** Entries of one file. */
const MAX_ENTRIES = 100_000;

/**
 * Reads a designations file: newline-delimited JSON, or a YAML list.
 * @throws ShieldError `designation.bad-file`, naming place and field, never a value
 */
export function readDesignations(text: string): readonly PlacedEntry[] {
  const raw = text.trimStart().startsWith('{') ? readLines(text) : readYaml(text);
  if (raw.length > MAX_ENTRIES) throw badFile(`more than ${MAX_ENTRIES} entries`);
  return raw.map(({ place, value }) => {
    const parsed = DesignationEntry.safeParse(value);
    if (parsed.success) return { place, entry: parsed.data };
    const issue = parsed.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys' ? ' holds an unknown field' : undefined;
    const path = issue?.path.join('.') ?? '';
    throw badFile(`entry ${place}${unknown ?? `: ${path} is missing or malformed`}`);
  });
}

interface RawEntry {
  readonly place: number;
  readonly value: unknown;
}

function readLines(text: string): readonly RawEntry[] {
  const entries: RawEntry[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      entries.push({ place: index + 1, value: JSON.parse(line) });
    } catch {
      throw badFile(`line ${index + 1} is not JSON`);
    }
  }
  return entries;
}

function readYaml(text: string): readonly RawEntry[] {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch {
    // The parser's message quotes the line, which can hold an account.
    throw badFile('it is neither newline-delimited JSON nor YAML');
  }
  if (!Array.isArray(value)) throw badFile('it is not a list of designations');
  return value.map((item: unknown, index) => ({ place: index + 1, value: item }));
}

function badFile(detail: string): ShieldError {
  return new ShieldError('designation.bad-file', { detail: `the designations file: ${detail}` });
}

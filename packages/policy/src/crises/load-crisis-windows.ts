import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CrisisWindow, ShieldError } from '@hrd-shield/contracts';
import { parseRules } from '../rule-file.ts';
import { CrisisRules } from './crisis-rules.ts';

const FOLDER = fileURLToPath(new URL('../../rules/crises', import.meta.url));
const ENDING = '.yaml';

/** The records as files, in the order of their names; for hashes over what was read. */
export function readCrisisFiles(
  dir: string = FOLDER,
): readonly { readonly name: string; readonly text: string }[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => name.endsWith(ENDING))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(dir, name), 'utf8') }));
}

/**
 * Every declared crisis, past and coming; whoever reads asks `crisesAt` which of them hold.
 *
 * @param dir folder with one file a record
 * @throws ShieldError `config.invalid` with the file and what does not fit
 */
export function loadCrisisWindows(dir: string = FOLDER): readonly CrisisWindow[] {
  return readCrisisFiles(dir).map(({ name, text }) => {
    const record = parseRules(CrisisRules, text, `crises/${name}`);
    if (`${record.id}${ENDING}` !== name) throw invalid(name, 'the file is named by its id');
    return record;
  });
}

function invalid(name: string, detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail: `crises/${name}: ${detail}` });
}

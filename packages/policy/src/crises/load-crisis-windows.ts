import { fileURLToPath } from 'node:url';
import type { CrisisWindow } from '@hrd-shield/contracts';
import { parseRecords, type RuleFolderFile, readRuleFolder } from '../rule-file.ts';
import { CrisisRules } from './crisis-rules.ts';

const FOLDER = fileURLToPath(new URL('../../rules/crises', import.meta.url));

/** The records as files, in the order of their names; for hashes over what was read. */
export function readCrisisFiles(folder: string = FOLDER): readonly RuleFolderFile[] {
  return readRuleFolder(folder);
}

/**
 * Every declared crisis, past and coming; whoever reads asks `crisesAt` which of them hold.
 *
 * @param folder one file a record
 * @throws ShieldError `config.invalid` with the file and what does not fit
 */
export function loadCrisisWindows(folder: string = FOLDER): readonly CrisisWindow[] {
  return parseRecords(CrisisRules, folder, 'crises');
}

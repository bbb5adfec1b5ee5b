import { join } from 'node:path';
import { sha256Hex } from '@hrd-shield/contracts';
import { RotaRules } from '../protection/rota-rules.ts';
import { parseRules, readRuleText } from '../rule-file.ts';
import { RULES_FOLDER, ruleFilesOf } from './rule-texts.ts';

const ROTA = 'rota.yaml';

/** Every rule file by what it says, and the desks of the rota. */
export interface PolicyFiles {
  /** Hex SHA-256 of each file by its name. */
  readonly files: ReadonlyMap<string, string>;
  readonly rota: { readonly hash: string; readonly desks: RotaRules['desks'] };
}

/**
 * The rule files of an installation.
 * @throws ShieldError `config.invalid` when the folder cannot be read, or the rota does not fit
 */
export function loadPolicyFiles(folder: string = RULES_FOLDER): PolicyFiles {
  const files = new Map(
    ruleFilesOf(folder).map((file) => [file, sha256Hex(readRuleText(join(folder, file), file))]),
  );
  const text = readRuleText(join(folder, ROTA), ROTA);
  return { files, rota: { hash: sha256Hex(text), desks: parseRules(RotaRules, text, ROTA).desks } };
}

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '@hrd-shield/contracts';
import type { Audience, DisclosureRules } from '@hrd-shield/domain';
import { parseRules, readRuleText } from '../rule-file.ts';
import { DisclosureFile } from './disclosure-rules.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'disclosure.yaml';

/** What may be released, to whom. */
export interface DisclosurePolicy {
  /** Hex SHA-256 of the file. */
  readonly hash: string;
  readonly audiences: Readonly<Record<Audience, DisclosureRules>>;
}

/**
 * The rules of disclosure as a plain value.
 * @param dir folder with `disclosure.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadDisclosurePolicy(dir: string = RULES): DisclosurePolicy {
  const text = readRuleText(join(dir, FILE), FILE);
  return { hash: sha256Hex(text), ...readDisclosureRules(text) };
}

/** @throws ShieldError `config.invalid` with what does not fit */
export function readDisclosureRules(text: string): Omit<DisclosurePolicy, 'hash'> {
  const { audiences } = parseRules(DisclosureFile, text, FILE);
  return { audiences };
}

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CustodyRules, MeasureName, sha256Hex } from '@hrd-shield/contracts';
import { z } from 'zod';
import { quantity } from '../detection/quantity.ts';
import { parseRules, readRuleText } from '../rule-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'custody.yaml';
const HOUR_MS = 3_600_000;

const text = z.string().min(1);
const length = quantity(z.number().positive());

/** The file `rules/custody.yaml`. */
export const CustodyFile = z.strictObject({
  version: text,
  measures: z
    .array(z.strictObject({ id: MeasureName, words: text, undo: text, source: text, owner: text }))
    .min(1),
  answerSeconds: length,
  attempts: quantity(z.number().int().min(1)),
  remindHours: length,
  lifetimeHours: length,
});

/**
 * @param dir folder with `custody.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadCustodyPolicy(dir: string = RULES): CustodyRules {
  const source = readRuleText(join(dir, FILE), FILE);
  const rules = parseRules(CustodyFile, source, FILE);
  return {
    hash: sha256Hex(source),
    measures: rules.measures.map(({ id }) => id),
    answerMs: rules.answerSeconds * 1_000,
    attempts: rules.attempts,
    remindMs: rules.remindHours * HOUR_MS,
    lifetimeMs: rules.lifetimeHours * HOUR_MS,
  };
}

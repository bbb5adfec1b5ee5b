import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '@hrd-shield/contracts';
import { z } from 'zod';
import { quantity, ratio } from '../detection/quantity.ts';
import { parseRules, readRuleText } from '../rule-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'improvement.yaml';

const count = quantity(z.number().int().min(1));

/** The file `rules/improvement.yaml`. */
export const ImprovementRules = z.strictObject({
  version: z.string().min(1),
  sample: z.strictObject({ acting: count, nearMiss: count, silent: count, dueDays: count }),
  precision: z.strictObject({ minimumCell: count }),
  drift: z.strictObject({ latelyDays: count, beforeDays: count, margin: ratio }),
  actions: z.strictObject({ dueDays: count }),
  proposals: z.strictObject({ approvers: quantity(z.number().int().min(2)) }),
});

/** How the product looks at its own mistakes. */
export interface ImprovementPolicy extends z.infer<typeof ImprovementRules> {
  /** Hex SHA-256 of the file. */
  readonly hash: string;
}

/**
 * @param dir folder with `improvement.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadImprovementPolicy(dir: string = RULES): ImprovementPolicy {
  const text = readRuleText(join(dir, FILE), FILE);
  return { hash: sha256Hex(text), ...parseRules(ImprovementRules, text, FILE) };
}

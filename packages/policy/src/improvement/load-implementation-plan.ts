import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '@hrd-shield/contracts';
import { z } from 'zod';
import { quantity } from '../detection/quantity.ts';
import { parseRules, readRuleText } from '../rule-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'plan.yaml';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/);

/** The file `rules/plan.yaml`. The owner of a number answers for its milestone. */
export const PlanRules = z.strictObject({
  version: z.string().min(1),
  nearDays: quantity(z.number().int().min(1)),
  milestones: z
    .array(
      z.strictObject({
        benchmark: name,
        figure: z.string().min(1),
        comparison: z.enum(['<=', '>=', '=']),
        by: z.iso.date(),
        target: z.strictObject({
          value: z.number(),
          unit: z.string().min(1),
          source: z.string().min(1),
          owner: name,
        }),
      }),
    )
    .min(1),
});

/** What is to be reached, by when. */
export interface ImplementationPlan extends z.infer<typeof PlanRules> {
  /** Hex SHA-256 of the file. */
  readonly hash: string;
}

/**
 * @param dir folder with `plan.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadImplementationPlan(dir: string = RULES): ImplementationPlan {
  const text = readRuleText(join(dir, FILE), FILE);
  return { hash: sha256Hex(text), ...parseRules(PlanRules, text, FILE) };
}

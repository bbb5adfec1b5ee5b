import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '@hrd-shield/contracts';
import type { IntakePolicy } from '@hrd-shield/domain/intake';
import { z } from 'zod';
import { parseRules, readRuleText } from '../rule-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'intake.yaml';
const HOUR_MS = 3_600_000;

/** A number with its unit, where it comes from and who answers for it. */
const quantity = (value: z.ZodNumber) =>
  z
    .strictObject({ value, unit: z.string(), source: z.string().min(1), owner: z.string().min(1) })
    .transform((given) => given.value);
const hours = quantity(z.number().positive().max(168));
const count = quantity(z.number().int().positive().max(1_000_000));
const share = quantity(z.number().min(0).max(1));

/** The file `rules/intake.yaml`. */
export const IntakeRules = z.strictObject({
  version: z.string().min(1),
  answerHours: hours,
  criticalAnswerHours: hours,
  perDay: z.strictObject({ sender: count, anonymous: count }),
  accuracy: z.strictObject({ judgedAtLeast: count, least: share, reducedTo: share }),
});

/**
 * @param dir folder with `intake.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadIntakePolicy(dir: string = RULES): IntakePolicy {
  const text = readRuleText(join(dir, FILE), FILE);
  const { accuracy, answerHours, criticalAnswerHours, perDay } = parseRules(
    IntakeRules,
    text,
    FILE,
  );
  return {
    hash: sha256Hex(text),
    answerMs: answerHours * HOUR_MS,
    criticalAnswerMs: criticalAnswerHours * HOUR_MS,
    perDay,
    accuracy,
  };
}

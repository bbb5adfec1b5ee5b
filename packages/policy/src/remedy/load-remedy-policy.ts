import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REMEDY_CAUSES, type RemedyCause, sha256Hex } from '@hrd-shield/contracts';
import { z } from 'zod';
import { parseRules, readRuleText } from '../rule-file.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'remedy.yaml';
const HOUR_MS = 3_600_000;
/** Whoever was harmed waits at most a month. */
const DUE_HOURS_MAX = 744;

/** The file `rules/remedy.yaml`. */
const RemedyRules = z.strictObject({
  version: z.string().min(1),
  dueHours: z.record(z.enum(REMEDY_CAUSES), z.number().positive().max(DUE_HOURS_MAX)),
});

/** How long a remedy may take; every cause has a bound. */
export interface RemedyPolicy {
  /** SHA-256 of the rule file. */
  readonly hash: string;
  readonly dueMs: Readonly<Record<RemedyCause, number>>;
}

/**
 * @param dir folder with `remedy.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadRemedyPolicy(dir: string = RULES): RemedyPolicy {
  const text = readRuleText(join(dir, FILE), FILE);
  const { dueHours } = parseRules(RemedyRules, text, FILE);
  const dueMs = Object.fromEntries(
    REMEDY_CAUSES.map((cause) => [cause, dueHours[cause] * HOUR_MS]),
  ) as Record<RemedyCause, number>;
  return { hash: sha256Hex(text), dueMs };
}

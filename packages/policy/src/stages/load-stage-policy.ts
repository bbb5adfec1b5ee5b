import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ShieldError, sha256Hex } from '@hrd-shield/contracts';
import type { StagePolicy } from '@hrd-shield/domain';
import { parse } from 'yaml';
import { z } from 'zod';
import { count, positive, ratio, texts } from '../detection/quantity.ts';

const RULES = fileURLToPath(new URL('../../rules/stages.yaml', import.meta.url));

const met = { keepMs: positive, targetsMin: count, chance: positive };

/** The file `rules/stages.yaml`. */
const StageRules = z.strictObject({
  version: z.string().min(1),
  crew: z.strictObject({
    keepMs: positive,
    cellMs: positive,
    boardMs: positive,
    priorHits: positive,
    actorsMin: count,
    targetsMin: count,
    qMax: ratio,
    growth: positive,
  }),
  spread: z.strictObject({ ...met, actorsMin: count, popularTargets: count }),
  links: z.strictObject({ ...met, plainParts: texts, sharedHosts: texts }),
  cohort: z.strictObject({
    ...met,
    actorsMin: count,
    createdSpanMs: positive,
    youngMs: positive,
    surgeMax: positive,
  }),
  source: z.strictObject(met),
  client: z.strictObject(met),
  reader: z.strictObject(met),
  supportiveMin: ratio,
});

/**
 * The rules of the stages across defenders, with the SHA-256 of their bytes.
 * @param path the rule file; the one of this package when absent
 * @throws ShieldError `config.invalid` when the file does not fit its schema
 */
export function loadStagePolicy(path: string = RULES): StagePolicy {
  const text = readRules(path);
  const rules = StageRules.safeParse(parse(text));
  if (rules.success) return { ...rules.data, hash: sha256Hex(text) };
  const detail = `stage rules: ${z.prettifyError(rules.error)}`;
  throw new ShieldError('config.invalid', { detail });
}

function readRules(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: 'stage rules cannot be read', cause });
  }
}

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADVERSE_ORIGINS, type AdverseOrigin, sha256Hex } from '@hrd-shield/contracts';
import type { HoldPolicy } from '@hrd-shield/domain/hold';
import { parseRules, readRuleText } from '../rule-file.ts';
import { HoldRules } from './hold-rules.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const FILE = 'hold.yaml';
const MINUTE_MS = 60_000;

/**
 * The hold rules as a plain value, in ms, with the SHA-256 of their bytes.
 * @param dir folder with `hold.yaml`
 * @throws ShieldError `config.invalid` with what does not fit
 */
export function loadHoldPolicy(dir: string = RULES): HoldPolicy {
  const text = readRuleText(join(dir, FILE), FILE);
  const { holdMinutes, neverHold, reviewHours, staleHoldMinutes } = parseRules(
    HoldRules,
    text,
    FILE,
  );
  const holdMs = Object.fromEntries(
    ADVERSE_ORIGINS.map((origin) => [origin, holdMinutes[origin] * MINUTE_MS]),
  ) as Record<AdverseOrigin, number>;
  return {
    hash: sha256Hex(text),
    neverHold,
    holdMs,
    staleHoldMs: staleHoldMinutes * MINUTE_MS,
    reviewMs: reviewHours * 60 * MINUTE_MS,
  };
}

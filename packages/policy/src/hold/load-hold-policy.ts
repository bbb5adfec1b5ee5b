import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADVERSE_ORIGINS, type AdverseOrigin, ShieldError, sha256Hex } from '@hrd-shield/contracts';
import type { HoldPolicy } from '@hrd-shield/domain/hold';
import { parse } from 'yaml';
import { z } from 'zod';
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
  const text = readRules(dir);
  const parsed = HoldRules.safeParse(parseYaml(text));
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const { holdMinutes, neverHold, reviewHours, staleHoldMinutes } = parsed.data;
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

function readRules(dir: string): string {
  try {
    return readFileSync(join(dir, FILE), 'utf8');
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: `${FILE} cannot be read`, cause });
  }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: `${FILE} is not YAML`, cause });
  }
}

function invalid(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail: `${FILE}: ${detail}` });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ShieldError, sha256Hex } from '@hrd-shield/contracts';
import type { Audience, DisclosureRules } from '@hrd-shield/domain';
import { parse } from 'yaml';
import { z } from 'zod';
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
  const text = readRules(dir);
  return { hash: sha256Hex(text), ...readDisclosureRules(text) };
}

/** @throws ShieldError `config.invalid` with what does not fit */
export function readDisclosureRules(text: string): Omit<DisclosurePolicy, 'hash'> {
  const parsed = DisclosureFile.safeParse(parseYaml(text));
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  return { audiences: parsed.data.audiences };
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

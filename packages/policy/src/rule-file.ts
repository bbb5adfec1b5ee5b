import { readFileSync } from 'node:fs';
import { ShieldError } from '@hrd-shield/contracts';
import { parse } from 'yaml';
import { z } from 'zod';

/** @throws ShieldError `config.invalid` that names the file, when it cannot be read */
export function readRuleText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: `${name} cannot be read`, cause });
  }
}

/** @throws ShieldError `config.invalid` that names the file, when the text is not YAML */
export function parseRuleYaml(text: string, name: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: `${name} is not YAML`, cause });
  }
}

/** @throws ShieldError `config.invalid` with the file and what does not fit its schema */
export function parseRules<T>(schema: z.ZodType<T>, text: string, name: string): T {
  const parsed = schema.safeParse(parseRuleYaml(text, name));
  if (parsed.success) return parsed.data;
  const detail = `${name}: ${z.prettifyError(parsed.error)}`;
  throw new ShieldError('config.invalid', { detail });
}

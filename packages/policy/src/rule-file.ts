import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** A rule file of a folder, as text. */
export interface RuleFolderFile {
  readonly name: string;
  readonly text: string;
}

const ENDING = '.yaml';

/** The rule files of a folder, in the order of their names; none where there is no folder. */
export function readRuleFolder(folder: string): readonly RuleFolderFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

/**
 * Reads records of which each lies in a file that is named by its id.
 * @throws ShieldError `config.invalid` with the file and what does not fit
 */
export function parseRecords<T extends { readonly id: string }>(
  schema: z.ZodType<T>,
  folder: string,
  what: string,
): readonly T[] {
  return readRuleFolder(folder).map(({ name, text }) => {
    const record = parseRules(schema, text, `${what}/${name}`);
    if (`${record.id}${ENDING}` === name) return record;
    throw new ShieldError('config.invalid', {
      detail: `${what}/${name}: the file is named by its id`,
    });
  });
}

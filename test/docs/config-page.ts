import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ConfigDefinition, referenceOf } from '@hrd-shield/runtime';
import { cell, table } from '../../packages/contracts/scripts/markdown.ts';

/** What every service that has a `config.ts` reads from its environment. */
export async function configDefinitions(root: string): Promise<readonly ConfigDefinition[]> {
  const services = join(root, 'services');
  const files = readdirSync(services)
    .map((service) => join(services, service, 'src/config.ts'))
    .filter((file) => existsSync(file));
  const definitions: ConfigDefinition[] = [];
  for (const file of files) {
    const exported: unknown = await import(pathToFileURL(file).href);
    definitions.push(...Object.values(exported as Record<string, unknown>).filter(isDefinition));
  }
  return definitions;
}

/** The settings of every service; undefined while none has any. */
export async function configPage(root: string): Promise<string | undefined> {
  const sections = (await configDefinitions(root)).map(section);
  if (sections.length === 0) return undefined;
  return [
    '# Configuration\n',
    'Generated from the `config.ts` of each service. Settings are read from the environment; a secret may also be read from the file that `<NAME>_FILE` names. An unknown `SHIELD_*` setting fails the start.\n',
    ...sections,
  ].join('\n');
}

function isDefinition(value: unknown): value is ConfigDefinition {
  return typeof value === 'object' && value !== null && 'room' in value && 'settings' in value;
}

function section(definition: ConfigDefinition): string {
  const rows = referenceOf(definition).map((row) => [
    `\`${row.env}\``,
    row.required ? 'yes' : '',
    row.default === undefined ? '' : `\`${cell(row.default)}\``,
    row.secret ? 'yes' : '',
    cell(row.doc),
  ]);
  const head = ['setting', 'required', 'default', 'secret', 'meaning'];
  return `## ${definition.room}\n\n${table(head, rows)}\n`;
}

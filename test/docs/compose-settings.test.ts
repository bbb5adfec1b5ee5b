import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '@hrd-shield/runtime';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configDefinitions } from './config-page.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(`${ROOT}/docker-compose.yml`, 'utf8');
// What the file falls back to where the environment says nothing.
const filled = text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
const { services } = parse(filled, { merge: true }) as {
  readonly services: Readonly<Record<string, { readonly environment?: Record<string, string> }>>;
};
const definitions = await configDefinitions(ROOT);

describe('the compose file', () => {
  test('every service is in the file', () => {
    const rooms = readdirSync(`${ROOT}/services`);
    expect(rooms.filter((room) => !(room in services))).toEqual([]);
    expect(definitions.map(({ room }) => room).toSorted()).toEqual(rooms.toSorted());
  });

  test.each(definitions.map((one) => [one.room, one] as const))(
    'gives %s all that it needs, and nothing that it does not take',
    (room, definition) => {
      const { environment = {} } = services[room] ?? {};
      expect(() => loadConfig(definition, environment)).not.toThrow();
    },
  );
});

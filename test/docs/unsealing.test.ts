import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_HOLDERS, type KeyHolder } from '@hrd-shield/keys';
import { describe, expect, it } from 'vitest';
import { pageOf, rowsOf } from './named-tests.ts';

const ROOT = join(import.meta.dirname, '../..');
const rows = rowsOf(pageOf('unsealing.md'));

/** Keys that each way of loading them takes. */
const LOADS: readonly [RegExp, (match: RegExpMatchArray) => readonly string[]][] = [
  [/loadKey\([^,]+, '([a-z-]+)'\)/g, ([, name = '']) => [name]],
  [/loadPlatformKey\([^,]+, '([a-z]+)'\)/g, ([, side = '']) => [`platform-${side}`]],
  [/openDigestRing\(/g, () => ['digest']],
  [/loadRecogniser\(/g, () => ['digest', 'tag-seed']],
  [/openScreeningSealer\(/g, () => ['screening']],
  [/openProtectionSealer\(/g, () => ['protection']],
];

function keysLoadedBy(folders: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const folder of folders) {
    for (const file of readdirSync(join(ROOT, folder), { recursive: true })) {
      const path = String(file);
      if (!path.endsWith('.ts') || path.includes('.test.')) continue;
      const source = readFileSync(join(ROOT, folder, path), 'utf8');
      for (const [pattern, keysOf] of LOADS) {
        for (const match of source.matchAll(pattern))
          for (const key of keysOf(match)) found.add(key);
      }
    }
  }
  return [...found].sort();
}

describe('who can unseal', () => {
  it('is written in one table, row by row as in the code', () => {
    const table = rows.filter(([name = '']) => name.replaceAll('`', '') in KEY_HOLDERS);
    const written = table.map(([name = '', keys = '', folders = '', opens, why]) => ({
      name: name.replaceAll('`', ''),
      keys: keys.replaceAll('`', '').split(', '),
      folders: folders === 'none' ? [] : folders.replaceAll('`', '').split(', '),
      opens,
      why,
    }));
    const held = Object.entries(KEY_HOLDERS).map(([name, holding]) => ({ name, ...holding }));
    expect(written).toEqual(held);
  });

  const services: readonly [KeyHolder, readonly string[]][] = [
    ['designate', ['services/designate/src', 'packages/registry/src']],
    ['ingest', ['services/ingest/src']],
    ['hold', ['services/hold/src']],
    ['detect', ['services/detect/src']],
    ['respond', ['services/respond/src']],
    ['codec', ['services/codec/src']],
    ['desk', ['services/desk/src']],
    ['report', ['services/report/src']],
  ];
  it.each(services)('%s loads no key that the table does not give it', (holder, folders) => {
    const allowed: readonly string[] = KEY_HOLDERS[holder].keys;
    expect(keysLoadedBy(folders).filter((key) => !allowed.includes(key))).toEqual([]);
  });

  it.each(['record'])('%s holds no key at all', (service) => {
    expect(keysLoadedBy([`services/${service}/src`])).toEqual([]);
  });
});

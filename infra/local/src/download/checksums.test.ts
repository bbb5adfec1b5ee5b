import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { intoCache } from './into-cache.ts';
import { requireJars } from './kafka-jars.ts';
import { requireSha256, sha256Of } from './sha256.ts';

const ABC_SHA256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shield-checksums-'));
  writeFileSync(join(folder, 'a.jar'), 'abc');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a checksum is the sha256 in hex', async () => {
  expect(await sha256Of(join(folder, 'a.jar'))).toBe(ABC_SHA256);
});

test('a file that is not the pinned one is refused by name', async () => {
  await expect(requireSha256(join(folder, 'a.jar'), '00'.repeat(32))).rejects.toThrow(
    /^a\.jar has the sha256 ba7816bf/,
  );
});

test('jars are accepted when they are exactly the pinned ones', async () => {
  await expect(requireJars(folder, { 'a.jar': ABC_SHA256 })).resolves.toBeUndefined();
});

test('a missing jar and a jar that is not pinned are refused', async () => {
  await expect(requireJars(folder, { 'b.jar': ABC_SHA256 })).rejects.toThrow(
    'missing: b.jar; not pinned: a.jar',
  );
});

test('a download that fails leaves nothing that looks complete', async () => {
  const entry = {
    name: 'thing-1',
    title: 'thing 1',
    fill: (partial: string): Promise<void> => {
      writeFileSync(join(partial, 'half'), 'h');
      return Promise.reject(new TypeError('line is down'));
    },
  };
  await expect(intoCache(folder, entry, () => undefined)).rejects.toThrow('line is down');
  const again = { ...entry, fill: () => Promise.resolve() };
  expect(await intoCache(folder, again, () => undefined)).toBe(join(folder, 'thing-1'));
});

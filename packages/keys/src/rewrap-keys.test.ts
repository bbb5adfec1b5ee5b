import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newDefenderRef } from './defender-ref.ts';
import { createDefenderSealer } from './defender-sealer.ts';
import { openScreeningSealer } from './designation-parts.ts';
import { createFolderKeyStore } from './folder-key-store.ts';
import { createLocalKeyring, dataKeysDir, loadKey } from './local-keyring.ts';
import { rewrapKeys } from './rewrap-keys.ts';

const refs = Array.from({ length: 5 }, newDefenderRef);
const [first = newDefenderRef()] = refs;
const SAID = Buffer.from('what was said');
let dir: string;

const storeOf = async (at: string) =>
  createFolderKeyStore({ dir: dataKeysDir(at), keyEncryptionKey: await loadKey(at, 'kek') });

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rewrap-'));
  await createLocalKeyring(dir);
  const store = await storeOf(dir);
  for (const ref of refs) await store.create(ref);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('after a rotation everything sealed before opens, and the old key opens nothing', async () => {
  const sealed = await createDefenderSealer(await storeOf(dir)).seal(first, 'note', SAID);
  const old = await loadKey(dir, 'kek');
  expect(await rewrapKeys(dir, 'kek')).toEqual({ moved: 5, before: 0 });
  const after = createDefenderSealer(await storeOf(dir));
  expect(Buffer.from(await after.open(first, 'note', sealed))).toEqual(SAID);
  const stolen = createFolderKeyStore({ dir: dataKeysDir(dir), keyEncryptionKey: old });
  for (const ref of refs) {
    await expect(stolen.get(ref)).rejects.toMatchObject({ code: 'seal.broken' });
  }
  expect((await readdir(dir)).filter((name) => /next|\.new$/.test(name))).toEqual([]);
});

test('a rotation that was interrupted goes on where it was', async () => {
  const before = await mkdtemp(join(tmpdir(), 'rewrap-before-'));
  await cp(dir, before, { recursive: true });
  await rewrapKeys(dir, 'kek');
  // As it was after two of five: the successor is there, and not yet in its place.
  await cp(join(dir, 'kek.key'), join(dir, 'kek-next.key'));
  await cp(join(before, 'kek.key'), join(dir, 'kek.key'));
  for (const ref of refs.slice(2)) {
    const name = join('data-keys', `${ref}.key`);
    await cp(join(before, name), join(dir, name));
  }
  expect(await rewrapKeys(dir, 'kek')).toEqual({ moved: 3, before: 2 });
  const [was, is] = [await storeOf(before), await storeOf(dir)];
  for (const ref of refs) expect(await is.get(ref)).toEqual(await was.get(ref));
  await rm(before, { recursive: true });
});

test('a successor that cannot be read is never replaced: moved entries open under it alone', async () => {
  const successor = join(dir, 'kek-next.key');
  for (const left of ['not a key', '']) {
    await writeFile(successor, left);
    await expect(rewrapKeys(dir, 'kek')).rejects.toMatchObject({ code: 'keys.unavailable' });
    expect(await readFile(successor, 'utf8')).toBe(left);
  }
  await rm(successor);
  await mkdir(successor);
  await expect(rewrapKeys(dir, 'kek')).rejects.toMatchObject({ code: 'keys.unavailable' });
});

test('an entry that opens under neither key stops it, and the old key stays', async () => {
  const kek = await readFile(join(dir, 'kek.key'), 'utf8');
  await writeFile(join(dir, 'data-keys', `${first}.key`), 's1.kek1.AAAAAAAAAAAAAAAA.broken');
  await expect(rewrapKeys(dir, 'kek')).rejects.toMatchObject({ code: 'seal.broken' });
  expect(await readFile(join(dir, 'kek.key'), 'utf8')).toBe(kek);
});

test('keys of parts of designations are wrapped anew alike', async () => {
  const part = { digest: 'd'.repeat(64), digestKey: 'dg1', tag: '0'.repeat(8), dataClasses: [] };
  const sealed = (await openScreeningSealer(dir)).seal(first, part as never);
  expect(await rewrapKeys(dir, 'screening')).toEqual({ moved: 1, before: 0 });
  expect((await openScreeningSealer(dir)).open(first, sealed).digest).toBe('d'.repeat(64));
});

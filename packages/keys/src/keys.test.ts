import { copyFile, mkdir, mkdtemp, readFile, rename, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DefenderRef, Sealed } from '@hrd-shield/contracts';
import {
  Boxed,
  DefenderRef as DefenderRefSchema,
  Sealed as SealedSchema,
} from '@hrd-shield/contracts';
import { describe, expect, test } from 'vitest';
import {
  createAccountDigest,
  createAccountTagger,
  createBoxOpener,
  createDefenderSealer,
  createFolderKeyStore,
  createLocalKeyring,
  createPlatformBox,
  createPseudonymiser,
  createTagSet,
  destroyKeyVersion,
  dropPayloadBefore,
  loadKey,
  loadPlatformKey,
  newDefenderRef,
  openDigestRing,
  openScreeningSealer,
  rotateKey,
} from './index.ts';

const key = (fill: number, bytes = 32): Buffer => Buffer.alloc(bytes, fill);
const ref = 'd_AAAAAAAAAAAAAAAAAAAAAA' as DefenderRef;
const other = 'd_BBBBBBBBBBBBBBBBBBBBBB' as DefenderRef;
const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'keys-'));

describe('pseudonyms', () => {
  test('the same account has unrelated references under each purpose and key', () => {
    const one = createPseudonymiser(key(1));
    const refs = [one.actor('x'), one.object('x'), createPseudonymiser(key(2)).actor('x')];
    expect(new Set(refs.map((made) => made.slice(2))).size).toBe(3);
    expect(one.actor('x')).toBe(createPseudonymiser(key(1)).actor('x'));
  });

  test('source and id of an event cannot run into each other', () => {
    const one = createPseudonymiser(key(1));
    expect(one.event('a', 'bc')).not.toBe(one.event('ab', 'c'));
  });

  test('a defender reference is new each time, for the same account too', () => {
    expect(newDefenderRef()).not.toBe(newDefenderRef());
    expect(DefenderRefSchema.safeParse(newDefenderRef()).success).toBe(true);
  });

  test('the digest depends on the key', () => {
    const digest = createAccountDigest(key(1), 'dg1').digest('alice');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(createAccountDigest(key(2), 'dg1').digest('alice')).not.toBe(digest);
    expect(createAccountDigest(key(1), 'dg1').digest(Buffer.from('alice'))).toBe(digest);
  });
});

describe('tags', () => {
  test('a tag depends on every byte, the length and the seed', () => {
    const tag = createAccountTagger(key(1, 8));
    const tags = ['', 'a', 'b', 'ab', 'ba', 'abcd', 'abcde', 'abcd\0'].map((s) =>
      tag(Buffer.from(s)),
    );
    expect(new Set(tags).size).toBe(8);
    expect(createAccountTagger(key(2, 8))(Buffer.from('a'))).not.toBe(tag(Buffer.from('a')));
  });

  test('an account has the same tag wherever it lies', () => {
    const tag = createAccountTagger(key(3, 8));
    for (const account of ['', 'a', 'abc', 'abcd', 'abcdefg', 'abcdefgh']) {
      const within = Buffer.from(`xyz${account}uvw`);
      expect(tag(within, 3, 3 + account.length)).toBe(tag(Buffer.from(account)));
    }
  });

  test('tags of a hundred thousand accounts hardly collide', () => {
    const tag = createAccountTagger(key(7, 8));
    const seen = new Set<number>();
    for (let i = 0; i < 100_000; i += 1) seen.add(tag(Buffer.from(`account-${i}`)));
    // Chance alone gives 1.2 pairs.
    expect(seen.size).toBeGreaterThan(99_985);
  });

  test('the set holds what was added and not removed, through growth', () => {
    const set = createTagSet();
    const truth = new Set<number>();
    let state = 1;
    for (let i = 0; i < 40_000; i += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const tag = (state >>> 12) + 1;
      if (i % 3 === 2) {
        set.remove(tag);
        truth.delete(tag);
      } else {
        set.add(tag);
        truth.add(tag);
      }
    }
    expect(set.size).toBe(truth.size);
    for (const tag of truth) expect(set.has(tag)).toBe(true);
    let strangers = 0;
    for (let tag = 1; tag < 200_000; tag += 1) if (set.has(tag) && !truth.has(tag)) strangers += 1;
    expect(strangers).toBe(0);
  });
});

describe('seals', () => {
  test('a seal opens for its defender and purpose alone', async () => {
    const keys = createFolderKeyStore({ dir: await folder(), keyEncryptionKey: key(1) });
    await keys.create(ref);
    await keys.create(other);
    const sealer = createDefenderSealer(keys);
    const sealed = await sealer.seal(ref, 'targeting', Buffer.from('words'));
    expect(SealedSchema.safeParse(sealed).success).toBe(true);
    expect(Buffer.from(await sealer.open(ref, 'targeting', sealed)).toString()).toBe('words');
    await expect(sealer.open(ref, 'snapshot', sealed)).rejects.toMatchObject({
      code: 'seal.broken',
    });
    await expect(sealer.open(other, 'targeting', sealed)).rejects.toMatchObject({
      code: 'seal.broken',
    });
    const bent = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}` as Sealed;
    await expect(sealer.open(ref, 'targeting', bent)).rejects.toMatchObject({
      code: 'seal.broken',
    });
  });

  test('what an erased defender sealed can be opened by nobody', async () => {
    const config = { dir: await folder(), keyEncryptionKey: key(1) };
    const keys = createFolderKeyStore(config);
    await keys.create(ref);
    const sealed = await createDefenderSealer(keys).seal(ref, 'targeting', Buffer.from('words'));
    await keys.destroy(ref);
    for (const store of [keys, createFolderKeyStore(config)]) {
      await expect(
        createDefenderSealer(store).open(ref, 'targeting', sealed),
      ).rejects.toMatchObject({
        code: 'seal.unknown-key',
      });
    }
  });

  test('a folder of keys that is away is a fault, and erases nobody', async () => {
    const dir = await folder();
    const keys = createFolderKeyStore({ dir, keyEncryptionKey: key(1), cacheMs: 0 });
    await keys.create(ref);
    await rename(dir, `${dir}-away`);
    await expect(keys.get(ref)).rejects.toMatchObject({ code: 'keys.unavailable' });
    await rename(`${dir}-away`, dir);
    expect(await keys.get(ref)).toBeDefined();
    expect(await keys.get(other)).toBeUndefined();
  });

  test('the key of one defender under the name of another opens nothing', async () => {
    const dir = await folder();
    const keys = createFolderKeyStore({ dir, keyEncryptionKey: key(1) });
    await keys.create(ref);
    await copyFile(join(dir, `${ref}.key`), join(dir, `${other}.key`));
    await expect(keys.get(other)).rejects.toMatchObject({ code: 'seal.broken' });
  });

  test('creating a key again keeps the first', async () => {
    const config = { dir: await folder(), keyEncryptionKey: key(1) };
    const keys = createFolderKeyStore(config);
    await keys.create(ref);
    const first = await keys.get(ref);
    await keys.create(ref);
    expect(await createFolderKeyStore(config).get(ref)).toEqual(first);
  });

  test('a reference cannot name another file', async () => {
    const keys = createFolderKeyStore({ dir: await folder(), keyEncryptionKey: key(1) });
    await expect(keys.get('../digest' as DefenderRef)).rejects.toThrow();
  });

  test('a part of a designation opens for its own reference alone, and never after its key is destroyed', async () => {
    const dir = await folder();
    await createLocalKeyring(dir);
    const parts = await openScreeningSealer(dir);
    const part = {
      digest: 'a'.repeat(64),
      digestKey: 'dg1',
      tag: '0badcafe',
      dataClasses: ['public-content' as const],
    };
    const sealed = parts.seal(ref, part);
    expect(parts.open(ref, sealed)).toEqual(part);
    expect(() => parts.open(other, sealed)).toThrow('seal.unknown-key');
    parts.seal(other, part);
    expect(() => parts.open(other, sealed)).toThrow('seal.broken');
    parts.destroy(ref);
    expect(() => parts.open(ref, sealed)).toThrow('seal.unknown-key');
    // With the folder gone nobody was erased: the disk is away.
    await rename(join(dir, 'screening-keys'), join(dir, 'elsewhere'));
    expect(() => parts.open(ref, sealed)).toThrow('keys.unavailable');
  });
});

describe('the local keyring', () => {
  test('keys are made once, readable by the owner alone, and the platform opens its boxes', async () => {
    const dir = await folder();
    await createLocalKeyring(dir);
    const first = await readFile(join(dir, 'kek.key'), 'utf8');
    await createLocalKeyring(dir);
    expect(await readFile(join(dir, 'kek.key'), 'utf8')).toBe(first);
    expect((await stat(join(dir, 'kek.key'))).mode & 0o777).toBe(0o600);
    expect((await loadKey(dir, 'tag-seed')).length).toBe(8);
    const box = createPlatformBox(await loadPlatformKey(dir, 'public'));
    const open = createBoxOpener(await loadPlatformKey(dir, 'private'));
    const boxed = box.box('alice');
    expect(Boxed.safeParse(boxed).success).toBe(true);
    expect(boxed).not.toContain('alice');
    expect(open(boxed)).toBe('alice');
    expect(open(box.box('bob'))).toBe('bob');
    expect(() => open(`${boxed.slice(0, -2)}__`)).toThrow('seal.broken');
  });

  test('a look-up key that is rotated goes on recognising until it is destroyed', async () => {
    const dir = await folder();
    await createLocalKeyring(dir);
    const before = openDigestRing(dir);
    expect(await rotateKey(dir, 'digest')).toBe(2);
    const after = openDigestRing(dir);
    expect(after.newest.keyVersion).toBe('dg2');
    expect(after.newest.digest('x')).not.toBe(before.newest.digest('x'));
    expect(after.under('dg1')?.digest('x')).toBe(before.newest.digest('x'));
    // What was opened before the rotation finds the new key without a restart.
    expect(before.under('dg2')?.digest('x')).toBe(after.newest.digest('x'));
    expect(after.all().map(({ keyVersion }) => keyVersion)).toEqual(['dg2', 'dg1']);
    expect(before.under('dg3')).toBeUndefined();
  });

  test('a rotation or its end that the disk refuses says that the keys are unavailable', async () => {
    const dir = await folder();
    await createLocalKeyring(dir);
    const refused = { code: 'keys.unavailable' };
    // It leads nowhere, so nothing is found there, and nothing can be made in its place.
    await symlink(join(dir, 'nowhere', 'key'), join(dir, 'digest-2.key'));
    await expect(rotateKey(dir, 'digest')).rejects.toMatchObject(refused);
    await mkdir(join(dir, 'digest-3.key'));
    await expect(destroyKeyVersion(dir, 'digest', 3)).rejects.toMatchObject(refused);
    await mkdir(join(dir, 'payload-before.key'));
    await expect(dropPayloadBefore(dir)).rejects.toMatchObject(refused);
  });

  test('no version is made that nobody would look for', async () => {
    const dir = await folder();
    await createLocalKeyring(dir);
    await copyFile(join(dir, 'digest.key'), join(dir, 'digest-64.key'));
    await expect(rotateKey(dir, 'digest')).rejects.toThrow('digest has had all its 64 versions');
  });

  test('a missing key is named', async () => {
    await expect(loadKey(await folder(), 'kek')).rejects.toThrow('key file kek cannot be read');
  });
});

import { createDecipheriv, createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createAccountTagger,
  createBoxOpener,
  createPseudonymiser,
  loadKey,
  loadPlatformKey,
  openDigestRing,
  tagToHex,
} from '@hrd-shield/keys';
import { SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { findCanary } from '../leaks/find-canary.ts';
import type { RawFile } from './raw-bytes.ts';

/** What ties an account to a row, key or workflow. */
export interface Finding {
  readonly store: string;
  readonly path: string;
  readonly how: string;
}

/** What was found, and in how much of what. */
export interface Opened {
  readonly findings: readonly Finding[];
  /** Sealed values that opened. */
  readonly opened: number;
  /** Files that were read. */
  readonly files: number;
}

/** Somebody who holds all bytes, every key that is left, and the account id. */
export interface Attacker {
  /** Everything derived from the account that lies anywhere in clear. */
  derive(account: string): Promise<readonly Finding[]>;
  /** Everything that can be opened, searched for the account; what is inside is opened again. */
  open(account: string): Promise<Opened>;
}

/**
 * Knows the formats and every purpose of this code; nothing is secret but keys.
 * @param files read anew for each question, so that one of them at a time is held
 */
export async function createAttacker(
  files: () => AsyncIterable<RawFile>,
  keysDir: string,
): Promise<Attacker> {
  const derived = await derivedForms(keysDir);
  const tryOpen = await opener(keysDir);
  return {
    derive: async (account) => {
      const needles = derived(account);
      const findings: Finding[] = [];
      for await (const { bytes, path, store } of files()) {
        const found = needles.filter(({ needle }) => bytes.includes(needle));
        findings.push(...found.map(({ how }): Finding => ({ store, path, how })));
      }
      return findings;
    },
    open: async (account) => {
      const findings: Finding[] = [];
      let [opened, read] = [0, 0];
      for await (const { bytes, path, store } of files()) {
        read += 1;
        if (!bytes.includes('s1.') && !bytes.includes('b1.')) continue;
        for (const plain of openAll(bytes.toString('latin1'), tryOpen)) {
          opened += 1;
          const leaks = findCanary(account, [{ name: path, content: plain }]);
          if (leaks.length > 0) findings.push({ store, path, how: 'opened' });
        }
      }
      return { findings, opened, files: read };
    },
  };
}

interface Needle {
  readonly how: string;
  readonly needle: Buffer;
}

async function derivedForms(keysDir: string): Promise<(account: string) => readonly Needle[]> {
  const ring = openDigestRing(keysDir);
  const pseudonyms = createPseudonymiser(await loadKey(keysDir, 'pseudonym'));
  const tagOf = createAccountTagger(await loadKey(keysDir, 'tag-seed'));
  return (account) => {
    const text = (how: string, needle: string): Needle => ({ how, needle: Buffer.from(needle) });
    const digests = ring.all().flatMap(({ digest, keyVersion }) => {
      const raw = Buffer.from(digest(account), 'hex');
      return [
        { how: `digest ${keyVersion}`, needle: raw },
        text(`digest ${keyVersion} hex`, raw.toString('hex')),
        text(`digest ${keyVersion} base64`, raw.toString('base64').slice(0, 40)),
        text(`digest ${keyVersion} base64url`, raw.toString('base64url').slice(0, 40)),
      ];
    });
    const plainHash = createHash('sha256').update(account).digest();
    return [
      text('account', account),
      text('account hex', Buffer.from(account).toString('hex')),
      text('account hash', plainHash.toString('hex')),
      { how: 'account hash', needle: plainHash },
      text('as actor', pseudonyms.actor(account)),
      text('as object', pseudonyms.object(account)),
      text('tag', `"tag":"${tagToHex(tagOf(Buffer.from(account)))}"`),
      ...digests,
    ];
  };
}

const SEALED = /s1\.([\w-]{1,32})\.([\w-]{16})\.([\w-]{22,})/g;
const BOXED = /b1\.[\w-]{1,32}\.[\w-]+\.[\w-]{16}\.[\w-]+/g;
const DEPTH_MAX = 3;

type TryOpen = (sealed: string) => readonly string[];

/** What lies in a text, and in what lies in it. */
function openAll(text: string, tryOpen: TryOpen, depth = 0): readonly string[] {
  if (depth > DEPTH_MAX) return [];
  const found = new Set([...text.matchAll(SEALED), ...text.matchAll(BOXED)].map(([one]) => one));
  return [...found].flatMap((one) =>
    tryOpen(one).flatMap((plain) => [plain, ...openAll(plain, tryOpen, depth + 1)]),
  );
}

interface KnownKey {
  readonly bytes: Buffer;
  /** Whose it is, where it is the key of one defender. */
  readonly context: string;
}

/** Tries each key that is left at each place where this code would have used it. */
async function opener(keysDir: string): Promise<TryOpen> {
  const openBox = createBoxOpener(await loadPlatformKey(keysDir, 'private'));
  const [kek, screening, protection] = await Promise.all(
    (['kek', 'screening', 'protection'] as const).map((name) => loadKey(keysDir, name)),
  );
  const under = async (folder: string, wrapping: Uint8Array | undefined, at: [string, string]) => {
    const names = await readdir(join(keysDir, folder)).catch(() => [] as string[]);
    const keys: KnownKey[] = [];
    for (const name of names.filter((one) => one.endsWith('.key'))) {
      const context = name.replace('.key', '');
      const wrapped = await readFile(join(keysDir, folder, name), 'utf8');
      const bytes = decrypt(wrapped, Buffer.from(wrapping ?? []), [...at, context]);
      if (bytes !== undefined) keys.push({ bytes, context });
    }
    return keys;
  };
  const data = await under('data-keys', kek, ['kek1', 'data-key']);
  const screens = await under('screening-keys', screening, ['sk1', 'part-key']);
  const protects = await under('protection-keys', protection, ['pk1', 'part-key']);
  const purposes = Object.values(SEAL_PURPOSES);
  return (sealed) => {
    if (sealed.startsWith('b1.')) {
      try {
        return [openBox(sealed)];
      } catch {
        return [];
      }
    }
    const keyId = sealed.split('.')[1] ?? '';
    const tries: [KnownKey, string][] = [
      ...data.flatMap((key) => purposes.map((purpose): [KnownKey, string] => [key, purpose])),
      ...screens.map((key): [KnownKey, string] => [key, 'designation.screening']),
      ...protects.map((key): [KnownKey, string] => [key, 'designation.protection']),
    ];
    for (const [{ bytes, context }, purpose] of tries) {
      const plain = decrypt(sealed, bytes, [keyId, purpose, context]);
      if (plain !== undefined) return [plain.toString('latin1')];
    }
    return [];
  };
}

/** AES-256-GCM by hand, so that the attack shares no code with what it attacks. */
function decrypt(sealed: string, key: Buffer, place: readonly string[]): Buffer | undefined {
  const [, , nonce = '', body = ''] = sealed.trim().split('.');
  const bytes = Buffer.from(body, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'));
    decipher.setAAD(Buffer.from(place.map((part) => `${part.length}:${part}`).join('|')));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import type { Kms } from '@hrd-shield/pipeline';
import { open, seal } from './aes-seal.ts';
import { KEY_HOLDERS, type KeyHolder } from './key-holders.ts';
import { type KeyName, loadKey, writeKey } from './local-keyring.ts';
import {
  dropPayloadBefore,
  loadPayloadBefore,
  PAYLOAD_BEFORE,
  writePayloadBefore,
} from './payload-keys.ts';

/** The keys of one holder as they are stored and carried: useless without the service of keys. */
interface Bundle {
  readonly version: 1;
  /** Wrapped by the service of keys, for this holder alone. */
  readonly wrapped: string;
  readonly keys: Readonly<Record<string, string>>;
}

const KEY_ID = 'rk1';
const purposeOf = (holder: KeyHolder): string => `keyring:${holder}`;
const place = (holder: KeyHolder, name: string) => ({
  keyId: KEY_ID,
  purpose: purposeOf(holder),
  context: name,
});

/**
 * Writes a bundle for each holder with the keys that it needs and no other: a process that is
 * taken over cannot ask the service of keys for those of another.
 * @param dir keyring in clear, on the machine of whoever sets up the installation
 * @returns the files written
 * @throws ShieldError `keys.unavailable`
 */
export async function sealKeyring(dir: string, out: string, kms: Kms): Promise<readonly string[]> {
  await mkdir(out, { recursive: true, mode: 0o700 });
  const files: string[] = [];
  for (const [holder, { keys: names }] of Object.entries(KEY_HOLDERS) as Holding[]) {
    const { plain, wrapped } = await kms.generate(purposeOf(holder));
    const keys: Record<string, string> = {};
    for (const name of names) {
      keys[name] = seal(plain, place(holder, name), await loadKey(dir, name));
    }
    const before = names.includes('payload') ? await loadPayloadBefore(dir) : undefined;
    if (before !== undefined)
      keys[PAYLOAD_BEFORE] = seal(plain, place(holder, PAYLOAD_BEFORE), before);
    const bundle: Bundle = { version: 1, wrapped, keys };
    const file = join(out, `${holder}.keyring`);
    await writeFile(file, `${JSON.stringify(bundle)}\n`, { mode: 0o600 });
    files.push(file);
  }
  return files;
}

type Holding = [KeyHolder, { readonly keys: readonly KeyName[] }];

/**
 * Opens the bundle of one holder into a folder that lies in memory; the service of keys is asked
 * once.
 * @returns names of the keys
 * @throws ShieldError `keys.unavailable` | `seal.broken`
 */
export async function openKeyring(
  file: string,
  holder: KeyHolder,
  { kms, out }: { readonly kms: Kms; readonly out: string },
): Promise<readonly string[]> {
  const bundle = await readBundle(file);
  const ringKey = await kms.unwrap(purposeOf(holder), bundle.wrapped);
  const names = KEY_HOLDERS[holder].keys;
  await mkdir(out, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const sealed = bundle.keys[name];
    if (sealed === undefined) throw new ShieldError('keys.unavailable', { detail: `no ${name}` });
    await writeKey(out, name, open(ringKey, place(holder, name), sealed));
  }
  const before = bundle.keys[PAYLOAD_BEFORE];
  if (before === undefined) await dropPayloadBefore(out);
  else await writePayloadBefore(out, open(ringKey, place(holder, PAYLOAD_BEFORE), before));
  return names;
}

async function readBundle(file: string): Promise<Bundle> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Bundle;
  } catch (cause) {
    throw new ShieldError('keys.unavailable', { cause, detail: 'no keyring of this holder' });
  }
}

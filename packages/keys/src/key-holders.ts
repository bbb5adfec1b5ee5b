import type { KeyName } from './local-keyring.ts';

/** What a principal holds and what it can open with it; `docs/unsealing.md` is made of this. */
interface Holding {
  readonly keys: readonly KeyName[];
  /** Folders of keys, one entry a defender, that it can read. */
  readonly folders: readonly KeyFolder[];
  readonly opens: string;
  readonly why: string;
}

/** Keys of single defenders: their content, and the two parts of a designation. */
export type KeyFolder = 'data-keys' | 'screening-keys' | 'protection-keys';

/** Every process that holds a key. Who is not here holds none. */
export const KEY_HOLDERS = {
  designate: {
    keys: [
      'kek',
      'digest',
      'tag-seed',
      'pseudonym',
      'screening',
      'protection',
      'platform-public',
      'payload',
    ],
    folders: ['data-keys', 'screening-keys', 'protection-keys'],
    opens: 'designations, with the identity and contact that the registry keeps',
    why: 'designates, re-keys and erases; reveals only what two people agreed to',
  },
  ingest: {
    keys: ['kek', 'digest', 'tag-seed', 'pseudonym', 'screening', 'platform-public'],
    folders: ['data-keys', 'screening-keys'],
    opens: 'screening parts; with the firehose it is the list of defenders',
    why: 'recognises accounts, and seals what concerns them',
  },
  hold: {
    keys: ['digest', 'tag-seed', 'pseudonym', 'screening'],
    folders: ['screening-keys'],
    opens: 'screening parts; the second and last holder of the set',
    why: 'answers whether an adverse action waits',
  },
  detect: {
    keys: ['kek', 'pseudonym'],
    folders: ['data-keys'],
    opens: 'targeting events, hints, sightings and snapshots; no account of a defender',
    why: 'detection reads what was done to a defender',
  },
  respond: {
    keys: ['kek', 'pseudonym', 'protection', 'payload'],
    folders: ['data-keys', 'protection-keys'],
    opens: 'protection parts and workflow payloads; the account stays boxed to the platform',
    why: 'commands measures and runs cases',
  },
  desk: {
    keys: ['kek', 'pseudonym', 'payload', 'audit-private', 'audit-public', 'token'],
    folders: ['data-keys'],
    opens: 'what people may see, for a purpose, after the audit row is written',
    why: 'the one way by which people unseal',
  },
  report: {
    keys: ['publication'],
    folders: [],
    opens: 'workflow payloads of publications, which concern nobody',
    why: 'waits for the signatures under a release, and opens no other workflow',
  },
  codec: {
    keys: ['payload', 'audit-public', 'token'],
    folders: [],
    opens: 'workflow payloads, for people who keep the workflow server running',
    why: 'a stuck workflow cannot be mended blind',
  },
  platform: {
    keys: ['platform-private'],
    folders: [],
    opens: 'the account in a command',
    why: 'the platform applies measures to its own accounts',
  },
  auditor: {
    keys: ['audit-public'],
    folders: [],
    opens: 'nothing: verifies signed heads of the audit chain',
    why: 'proves who saw what without seeing it',
  },
} as const satisfies Record<string, Holding>;

export type KeyHolder = keyof typeof KEY_HOLDERS;

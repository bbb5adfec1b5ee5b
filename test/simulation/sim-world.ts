import {
  DATA_CLASSES,
  type DefenderProfile,
  type DefenderRef,
  deriveId,
  type ScreeningPart,
  type Sealed,
  ShieldError,
  topicOf,
} from '@hrd-shield/contracts';
import { toRecord } from '@hrd-shield/emitter';
import {
  createAccountDigest,
  createAccountTagger,
  createPseudonymiser,
  createTagSet,
  tagToHex,
} from '@hrd-shield/keys';
import { DefenderIndex, type DefenderSealer, type OutRecord } from '@hrd-shield/pipeline';
import { changePlaces } from '../faults/change-places.ts';
import type { Random } from '../faults/random.ts';

/** Event time of the first event, epoch ms. */
export const START_MS = 1_772_366_400_000;
/** When the log gets the first event: all of them lie behind, none in the future. */
export const APPEND_FROM_MS = START_MS + 3_600_000;

const ACCOUNTS = ['defender-one', 'defender-two'] as const;
const BYSTANDERS = 6;
const STRANGERS = 40;
const ATTACK_EVENTS = { min: 24, max: 40 };
const CALM_EVENTS = 6;
const GAP_MS_MAX = 9_000;
/** How far events may change places on the way. */
const SHUFFLE_WITHIN = 6;
const REPEATED_SHARE = 0.05;
const MISS_SHARE = 0.2;
const KEY = Buffer.alloc(32, 7);
const SEED = Buffer.alloc(8, 3);

/** What was emitted, in the order in which the log gets it. */
export interface Emitted {
  readonly record: OutRecord;
  /** Pseudonym of the event where it concerns a designated account. */
  readonly expected: string | undefined;
}

export interface SimKeys {
  readonly pseudonyms: ReturnType<typeof createPseudonymiser>;
  readonly sealer: DefenderSealer;
  readonly profileOf: (defender: DefenderRef) => DefenderProfile;
  readonly defenders: readonly DefenderRef[];
  /** A fresh index as `ingest` has it once the designations are read. */
  readonly openIndex: () => DefenderIndex;
}

/** Seals nothing and keeps the place: a fresh nonce would make no two runs alike. */
const OPEN_SEALER: DefenderSealer = {
  seal: async (defender, purpose, plain) => {
    const body = Buffer.from(`${defender}|${purpose}|${Buffer.from(plain).toString('latin1')}`);
    return `s1.sim.AAAAAAAAAAAAAAAA.${body.toString('base64url')}` as Sealed;
  },
  open: async (defender, purpose, sealed) => {
    const body = Buffer.from(sealed.split('.')[3] ?? '', 'base64url').toString();
    const place = `${defender}|${purpose}|`;
    if (!body.startsWith(place)) throw new ShieldError('seal.broken');
    return Buffer.from(body.slice(place.length), 'latin1');
  },
};

/** Keys that are the same in every run: nothing here is secret. */
export function createSimKeys(allowedMeasures: readonly string[]): SimKeys {
  const refOf = (account: string): DefenderRef => deriveId('d', account) as DefenderRef;
  const digest = createAccountDigest(KEY, 'd1');
  const tagOf = createAccountTagger(SEED);
  const partOf = (account: string): ScreeningPart => ({
    digest: digest.digest(account),
    digestKey: 'd1',
    tag: tagToHex(tagOf(Buffer.from(account))),
    dataClasses: [...DATA_CLASSES],
  });
  return {
    pseudonyms: createPseudonymiser(KEY),
    sealer: OPEN_SEALER,
    defenders: ACCOUNTS.map(refOf),
    profileOf: (defender) => ({
      defender,
      account: boxed(ACCOUNTS.find((account) => refOf(account) === defender) ?? ''),
      allowedMeasures,
      language: 'en',
      designationVersion: 1,
    }),
    openIndex: () => {
      const index = new DefenderIndex({
        tagOf,
        digestOf: digest.digest,
        digestKey: 'd1',
        tags: createTagSet(),
      });
      for (const account of ACCOUNTS) {
        const empty = '' as Sealed;
        const record = {
          ref: refOf(account),
          version: 1,
          state: 'active' as const,
          probe: false,
          expiresAt: Number.MAX_SAFE_INTEGER,
          screening: empty,
          protection: empty,
        };
        index.apply(record, partOf(account));
      }
      return index;
    },
  };
}

/** The handle of an account, as the simulated platform opens it. */
export function boxed(account: string): DefenderProfile['account'] {
  return `b1.sim.e.AAAAAAAAAAAAAAAA.${account}` as DefenderProfile['account'];
}

/**
 * A quiet life and then a pile-on of fresh accounts on one or two defenders, among events of other
 * people; some come twice, some change places on the way.
 */
export function emitEvents(random: Random, keys: Pick<SimKeys, 'pseudonyms'>): readonly Emitted[] {
  let at = START_MS;
  let count = 0;
  const event = (affected: string, attack: boolean): Emitted => {
    at += random.between(1, GAP_MS_MAX);
    count += 1;
    const id = `event-${count}`;
    const actor = attack ? `fresh-${random.between(1, STRANGERS)}` : `friend-${count % BYSTANDERS}`;
    const source = '/platform';
    const platformEvent = {
      specversion: '1.0',
      id,
      source,
      type: 'org.hrdshield.content.replied.v1',
      time: new Date(at).toISOString(),
      data: {
        affected,
        actor: { account: actor, createdAt: at - (attack ? 2 : 900) * 86_400_000, followers: 3 },
        objectId: `object-${count}`,
        language: 'en',
        verdicts: [
          { provider: 'test', label: 'hostile', score: attack ? 0.95 : 0.02, version: '1' },
        ],
      },
    } as const;
    const made = toRecord(platformEvent, { key: affected, prefix: '' });
    const isTarget = ACCOUNTS.some((account) => account === affected);
    return { record: made, expected: isTarget ? keys.pseudonyms.event(source, id) : undefined };
  };
  const targets = random.next() < 0.5 ? ACCOUNTS : ACCOUNTS.slice(0, 1);
  const emitted: Emitted[] = [];
  for (let i = 0; i < CALM_EVENTS; i += 1) {
    emitted.push(event(ACCOUNTS[i % ACCOUNTS.length] ?? '', false));
  }
  const attacks = random.between(ATTACK_EVENTS.min, ATTACK_EVENTS.max);
  for (let i = 0; i < attacks; i += 1) {
    if (random.next() < MISS_SHARE) emitted.push(event(`passer-by-${i}`, false));
    emitted.push(event(targets[i % targets.length] ?? '', true));
    const last = emitted.at(-1);
    if (last !== undefined && random.next() < REPEATED_SHARE) emitted.push(last);
  }
  return changePlaces(emitted, SHUFFLE_WITHIN, random);
}

export const FIREHOSE: string = topicOf('org.hrdshield.content.replied.v1');

import type {
  ActorRef,
  CloudEvent,
  DataClass,
  DefenderRef,
  StopId,
  TargetingEvent,
} from '@hrd-shield/contracts';
import type { DetectionPolicy, StagePolicy } from '@hrd-shield/domain';
import { beforeEach, describe, expect, test } from 'vitest';
import { DefenderIndex } from './defender-index.ts';
import { LikenessIndex } from './likeness-index.ts';
import { createScreenStream } from './screen-stream.ts';
import { ThreadMemory } from './thread-memory.ts';
import { vaultEntry, vaultMatches } from './vault.ts';

const REF = 'd_AAAAAAAAAAAAAAAAAAAAAA' as DefenderRef;
const OTHER = 'd_BBBBBBBBBBBBBBBBBBBBBB' as DefenderRef;
const NOW = 1_000_000_000_000;
const SEALED = 's1.k.AAAAAAAAAAAAAAAA.A' as never;

const keys = {
  tagOf: (bytes: Uint8Array, from?: number, to?: number) =>
    bytes.subarray(from, to).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7),
  digestOf: (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .reduce((sum, byte) => (sum * 33 + byte) >>> 0, 5)
      .toString(16)
      .padEnd(64, '0'),
};

let index: DefenderIndex;
let likeness: LikenessIndex;
beforeEach(() => {
  const tags = new Set<number>();
  index = new DefenderIndex({
    ...keys,
    digestKey: 'dg1',
    tags: { has: (t) => tags.has(t), add: (t) => tags.add(t), remove: (t) => tags.delete(t) },
  });
  likeness = new LikenessIndex();
});

function designate(
  account: string,
  dataClasses: DataClass[],
  ref = REF,
  expiresAt = NOW + 1,
): void {
  const bytes = Buffer.from(account);
  index.apply(
    {
      ref,
      version: 1,
      state: 'active',
      probe: false,
      expiresAt,
      screening: SEALED,
      protection: SEALED,
    },
    {
      digest: keys.digestOf(bytes),
      digestKey: 'dg1',
      tag: keys.tagOf(bytes).toString(16).padStart(8, '0'),
      dataClasses,
    },
  );
}

const event = (type: string, data: object, time = NOW): CloudEvent => ({
  specversion: '1.0',
  id: '1',
  source: 'p',
  type: `org.hrdshield.${type}.v1`,
  time: new Date(time).toISOString(),
  data,
});
const screen = (one: CloudEvent, key: string) =>
  createScreenStream(
    {
      pseudonyms: {
        actor: (id) => `a_${id}`,
        event: (_, id) => `e_${id}`,
        object: (id) => `o_${id.length}`,
      },
      index,
      likeness,
      now: () => NOW,
      stages: {
        policy: { nearDuplicate: { charsMin: 20 } } as DetectionPolicy,
        stages: { cohort: { createdSpanMs: 3_600_000 } } as StagePolicy,
      },
    },
    { futureMs: 60_000 },
  )({ event: one, key, appendedAt: NOW });
const profile = (account: string, handle: string, more: object = {}) =>
  event('profile.published', { account, change: 'created', handle, createdAt: NOW, ...more });

describe('profiles are screened by likeness', () => {
  beforeEach(() =>
    likeness.set(REF, { at: 1, handle: 'maria_lopez', avatarHash: '00000000ffffffff' }),
  );

  test('a name under disguise reaches the defender it resembles, as a pseudonym', () => {
    designate('maria', ['public-content']);
    const found = screen(profile('c1', 'mar1a.l0pez', { followers: 3 }), 'c1');
    expect(found).toEqual({
      kind: 'ok',
      value: {
        events: [
          {
            ref: `e_1|${REF}`,
            defender: REF,
            at: NOW,
            kind: 'profile-created',
            actor: { ref: 'a_c1', createdAt: NOW, followers: 3 },
            profile: { handle: 'mar1a.l0pez', createdAt: NOW, followers: 3 },
          },
        ],
        counts: [],
      },
    });
  });

  test('the same picture is enough, another name and picture are nobody', () => {
    designate('maria', ['public-content']);
    const alike = { avatarHash: '00000000fffffff0' };
    expect(screen(profile('c2', 'qwerty_uiop', alike), 'c2')).toMatchObject({ kind: 'ok' });
    const apart = { avatarHash: 'ffffffff00000000' };
    expect(screen(profile('c3', 'qwerty_uiop', apart), 'c3')).toEqual({
      kind: 'drop',
      reason: 'not-a-defender',
    });
  });

  test('without consent to public content nothing passes, nor once the designation is over', () => {
    designate('maria', ['login']);
    expect(screen(profile('c1', 'maria_lopez'), 'c1')).toMatchObject({ reason: 'outside-consent' });
    index.erase(REF);
    expect(screen(profile('c1', 'maria_lopez'), 'c1')).toMatchObject({ reason: 'not-a-defender' });
  });

  test('the own profile is learnt and told without an actor', () => {
    designate('maria', ['public-content']);
    const found = screen(profile('maria', 'maria_l'), 'maria');
    expect(found).toMatchObject({
      value: { looks: { defender: REF, looks: { handle: 'maria_l', at: NOW } } },
    });
    expect(JSON.stringify(found)).not.toContain('actor');
  });

  test('the own profile is neither learnt nor told without consent to public content', () => {
    designate('maria', ['message-metadata']);
    expect(screen(profile('maria', 'maria_l'), 'maria')).toEqual({
      kind: 'drop',
      reason: 'outside-consent',
    });
  });
});

describe('a designation that is over, or paused', () => {
  const both: DataClass[] = ['public-content', 'message-metadata'];
  const over = () => designate('maria', both, REF, NOW);
  const paused = () => {
    designate('maria', both);
    index.stop(REF, 'z_AAAAAAAAAAAAAAAAAAAAAA' as StopId);
  };

  test.each([
    ['over', over],
    ['paused', paused],
  ])('%s takes nothing of the streams', (_, begin) => {
    likeness.set(REF, { at: 1, handle: 'maria_lopez' });
    begin();
    const counted = { windowMs: 1, messaged: 30, followed: 2, commonFollowee: 'maria' };
    const outreach = event('profile.outreach-counted', { account: 'c1', ...counted });
    expect([
      screen(profile('c1', 'maria_lopez'), 'c1'),
      screen(profile('maria', 'maria_l'), 'maria'),
      screen(outreach, 'c1'),
    ]).toEqual([
      { kind: 'drop', reason: 'not-a-defender' },
      { kind: 'drop', reason: 'designation-inactive' },
      { kind: 'drop', reason: 'designation-inactive' },
    ]);
  });
});

describe('outreach', () => {
  const reach = (account: string, commonFollowee?: string) =>
    event('profile.outreach-counted', {
      account,
      windowMs: 1,
      messaged: 30,
      followed: 2,
      ...(commonFollowee === undefined ? {} : { commonFollowee, commonFolloweeRatio: 0.8 }),
    });

  test('goes to the defender whose followers are written to, if message metadata is consented to', () => {
    designate('maria', ['message-metadata']);
    designate('bert', ['public-content'], OTHER);
    expect(screen(reach('c1', 'maria'), 'c1')).toMatchObject({
      value: {
        events: [
          {
            kind: 'outreach-counted',
            defender: REF,
            outreach: { messaged: 30, contactRatio: 0.8 },
          },
        ],
      },
    });
    expect(screen(reach('c1', 'bert'), 'c1')).toMatchObject({ reason: 'outside-consent' });
    expect(screen(reach('c1', 'zoe'), 'c1')).toMatchObject({ reason: 'not-a-defender' });
    expect(screen(reach('maria', 'maria'), 'maria')).toMatchObject({ reason: 'not-a-defender' });
  });
});

describe('what cannot be taken says why', () => {
  test.each([
    ['an unknown type', event('profile.danced', {}), 'k', 'event.unknown-type'],
    [
      'a field that is missing',
      event('profile.published', { account: 'k' }),
      'k',
      'event.bad-schema',
    ],
    ['a key that is another account', profile('c1', 'x'), 'c2', 'event.wrong-key'],
    [
      'a time ahead of the log',
      event(
        'profile.outreach-counted',
        { account: 'k', windowMs: 1, messaged: 1, followed: 1 },
        NOW + 60_001,
      ),
      'k',
      'event.in-future',
    ],
  ])('%s', (_, one, key, code) => {
    expect(screen(one, key)).toMatchObject({ kind: 'dead-letter', code });
  });

  test('counts that nothing is compared with are dropped and said to be', () => {
    const topic = { topicHash: 't', events: 3, windowMs: 1, expected: 1 };
    expect(screen(event('background.topic-counted', topic), '')).toEqual({
      kind: 'drop',
      reason: 'not-used',
    });
  });

  test('counts of networks, texts and sign-ups pass without an account', () => {
    const cell = {
      country: 'DE',
      region: 'n',
      networkHash: 'x',
      windowMs: 60,
      sessions: 5,
      attempts: 5,
      failures: 0,
    };
    expect(screen(event('connectivity.measured', cell), '')).toMatchObject({
      value: { counts: [{ kind: 'measured', at: NOW, seen: cell }] },
    });
    const text = {
      sample: 'a long enough sentence about something',
      accounts: 9,
      targets: 60,
      windowMs: 1,
      expected: 2,
    };
    expect(screen(event('background.text-counted', text), '')).toMatchObject({
      value: { counts: [{ kind: 'popular', targets: 60, ratio: 30 }, {}, {}, {}] },
    });
    const wave = { networkHash: 'x', signUps: 90, windowMs: 7_200_000, expected: 9 };
    expect(screen(event('background.sign-ups-counted', wave), '')).toMatchObject({
      value: { counts: [{ stage: 'cohort', ratio: 10 }, {}, {}] },
    });
  });
});

describe('the vault', () => {
  const entry = (kind: 'phone' | 'email' | 'address', value: string, ref = REF) => {
    const made = vaultEntry(ref, { kind, value }, keys);
    if (made === undefined) throw new TypeError('no entry');
    return made;
  };
  const vault = [
    entry('phone', '+49 30 901820 17'),
    entry('email', 'Anna@Example.org'),
    entry('address', 'Elm Street 12'),
  ];
  const kindsIn = (text: string, ref = REF) => vaultMatches(ref, vault, [text], keys);

  test.each([
    ['call (030) 90 18 20-17 now', ['phone']],
    ['write to anna@example.org!', ['email']],
    ['she lives at ELM street 12, second floor', ['address']],
    ['Elm Street, number 12', []],
    ['Elm Street 1 2', ['address']],
    ['Elm Street one two', ['address']],
    ['nine zero one eight two zero one', []],
    ['null drei null neun null eins acht zwei null eins sieben', ['phone']],
    ['她的电话零三零九零一八二零一七', ['phone']],
    ['call 030 555 0199 17', []],
  ])('%s', (text, kinds) => {
    expect(kindsIn(text)).toEqual(kinds);
  });

  test('what one author gives away in five parts within the hour is read as one', () => {
    const threads = new ThreadMemory();
    const say = (text: string, actor: string, at: number) =>
      vaultMatches(
        REF,
        vault,
        threads.take(
          { ref: `e_${at}`, defender: REF, at, kind: 'mentioned', text } as TargetingEvent,
          actor as ActorRef,
        ),
        keys,
      );
    expect(say('call +49 30', 'a', 0)).toEqual([]);
    expect(say('90 18', 'b', 1_000)).toEqual([]);
    expect(say('90 18', 'a', 1_000)).toEqual([]);
    expect(say('20 17', 'a', 2_000)).toEqual(['phone']);
    expect(say('+49 30 90 18', 'c', 0)).toEqual([]);
    expect(say('20 17', 'c', 4_000_000)).toEqual([]);
  });

  test('entries of one defender open nothing at another', () => {
    expect(kindsIn('anna@example.org', OTHER)).toEqual([]);
    expect(entry('email', 'a@b.org').digest).not.toBe(entry('email', 'a@b.org', OTHER).digest);
  });

  test('a megabyte is read in bounded time', () => {
    const began = performance.now();
    expect(kindsIn('word 12 '.repeat(130_000))).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

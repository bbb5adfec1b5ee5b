import {
  type CloudEvent,
  DATA_CLASSES,
  type DataClass,
  type DefenderRef,
  type DesignationRecord,
  type StopId,
} from '@hrd-shield/contracts';
import { describe, expect, test } from 'vitest';
import { DefenderIndex, type Designated } from './defender-index.ts';
import { createScreenEvent } from './screen-event.ts';

const first = 'd_AAAAAAAAAAAAAAAAAAAAAA' as DefenderRef;
const second = 'd_BBBBBBBBBBBBBBBBBBBBBB' as DefenderRef;
const NOW = 1_000_000_000_000;
const HOUR_MS = 3_600_000;

/** Accounts `a…` share one tag, so that only the digest tells them apart. */
function newIndex(): DefenderIndex {
  const tags = new Set<number>();
  return new DefenderIndex({
    tagOf: (account) => account[0] ?? 0,
    digestOf: (account) => `digest-${Buffer.from(account).toString()}`,
    digestKey: 'dg1',
    tags: {
      has: (tag) => tags.has(tag),
      add: (tag) => tags.add(tag),
      remove: (t) => tags.delete(t),
    },
  });
}

function record(
  ref: DefenderRef,
  version: number,
  state: DesignationRecord['state'] = 'active',
): DesignationRecord {
  const sealed = 's1.k.AAAAAAAAAAAAAAAA.A' as never;
  const expiresAt = NOW + HOUR_MS;
  return { ref, version, state, probe: false, expiresAt, screening: sealed, protection: sealed };
}

function part(account: string, digestKey = 'dg1') {
  const tag = (account.charCodeAt(0) >>> 0).toString(16).padStart(8, '0');
  const dataClasses: DataClass[] = ['public-content'];
  return { digest: `digest-${account}`, digestKey, tag, dataClasses };
}

const account = (name: string): Buffer => Buffer.from(name);

describe('the index of designations', () => {
  test('an equal tag alone is nobody', () => {
    const index = newIndex();
    index.apply(record(first, 1), part('anna'));
    expect(index.find(account('anna'))?.ref).toBe(first);
    expect(index.mayHold(account('arno'))).toBe(true);
    expect(index.find(account('arno'))).toBeUndefined();
    expect(index.mayHold(account('bert'))).toBe(false);
    expect(index.findEvenly(account('anna'))?.ref).toBe(first);
    expect(index.findEvenly(account('arno'))).toBeUndefined();
  });

  test('a lower version never replaces a higher, and a withdrawal forgets the account', () => {
    const index = newIndex();
    index.apply(record(first, 2), part('anna'));
    expect(index.apply(record(first, 3, 'withdrawn'), part('anna'))).toBe('applied');
    expect(index.apply(record(first, 2), part('anna'))).toBe('stale-version');
    expect([index.find(account('anna')), index.size, index.mayHold(account('anna'))]).toEqual([
      undefined,
      0,
      false,
    ]);
  });

  test('nothing comes back after a tombstone', () => {
    const index = newIndex();
    index.erase(first);
    expect(index.apply(record(first, 9), part('anna'))).toBe('stale-version');
  });

  test('what the log stopped is paused until the list has come to what the registry made of it', () => {
    const index = newIndex();
    const one = 'z_AAAAAAAAAAAAAAAAAAAAAA' as StopId;
    const other = 'z_BBBBBBBBBBBBBBBBBBBBBB' as StopId;
    index.apply(record(first, 1), part('anna'));
    index.apply(record(second, 1), part('bert'));
    index.stop(first, one);
    index.stop(first, other);
    const standing = () => [index.find(account('anna'))?.state, index.get(second)?.state];
    expect([standing(), index.stopped]).toEqual([['paused', 'active'], 1]);
    index.apply(record(first, 2), part('anna'));
    index.settle(first, one, 2);
    expect(standing()).toEqual(['paused', 'active']);
    index.settle(first, other, 3);
    expect(standing()).toEqual(['paused', 'active']);
    index.apply(record(first, 3), part('anna'));
    expect([standing(), index.stopped]).toEqual([['active', 'active'], 0]);
  });

  test('classes taken back by the log alone are gone until the list has come to it; the rest stays', () => {
    const index = newIndex();
    const one = 'z_AAAAAAAAAAAAAAAAAAAAAA' as StopId;
    const other = 'z_BBBBBBBBBBBBBBBBBBBBBB' as StopId;
    const both: DataClass[] = ['public-content', 'login'];
    index.apply(record(first, 1), { ...part('anna'), dataClasses: both });
    const standing = () => {
      const found = index.find(account('anna'));
      return [found?.state, [...(found?.dataClasses ?? [])]];
    };
    index.stop(first, one);
    expect(standing()[0]).toBe('paused');
    index.narrow(first, one, ['login']);
    expect(standing()).toEqual(['active', ['public-content']]);
    index.stop(first, other);
    expect(standing()[0]).toBe('paused');
    index.settle(first, other, 1);
    index.settle(first, one, 2);
    expect(standing()).toEqual(['active', ['public-content']]);
    index.apply(record(first, 2), { ...part('anna'), dataClasses: both });
    expect([standing(), index.stopped]).toEqual([['active', both], 0]);
  });

  test('the end of an old designation leaves the new one of the same account', () => {
    const index = newIndex();
    index.apply(record(first, 1), part('anna'));
    index.apply(record(second, 1), part('anna'));
    index.apply(record(first, 2, 'withdrawn'), part('anna'));
    expect(index.find(account('anna'))?.ref).toBe(second);
  });

  test('a digest under another key is reported, not silently ignored', () => {
    const index = newIndex();
    expect(index.apply(record(first, 1), part('anna', 'dg0'))).toBe('other-digest-key');
  });
});

describe('screening of one event', () => {
  const screen = createScreenEvent(
    {
      now: () => NOW,
      pseudonyms: {
        actor: (id) => `a_${id}`,
        event: (source, id) => `e_${source}_${id}`,
        object: (id) => `o_${id}`,
      },
    },
    { futureMs: 60_000, latenessMs: HOUR_MS, brokerLagMs: 2 * HOUR_MS },
  );
  const designated = {
    ref: first,
    version: 1,
    state: 'active' as const,
    probe: false,
    expiresAt: NOW + HOUR_MS,
    dataClasses: new Set<DataClass>(['public-content', 'reports', 'login']),
  };
  const event = (type: string, data: object, time = NOW): CloudEvent => ({
    specversion: '1.0',
    id: '1',
    source: 'p',
    type: `org.hrdshield.${type}.v1`,
    time: new Date(time).toISOString(),
    data: { affected: 'anna', ...data },
  });
  const run = (screened: CloudEvent, key = 'anna', as: Designated = designated, reachedAt = 0) =>
    screen({ event: screened, key, designated: as, appendedAt: NOW, reachedAt });
  const post = { actor: { account: 'zoe', followers: 7 }, objectId: '9', text: 'words' };

  test('accounts and ids become pseudonyms; what was said stays', async () => {
    expect(await run(event('content.replied', { ...post, parentId: '8' }))).toEqual({
      kind: 'ok',
      value: {
        ref: 'e_p_1',
        defender: first,
        at: NOW,
        kind: 'replied',
        actor: { ref: 'a_zoe', followers: 7 },
        object: 'o_9',
        parent: 'o_8',
        text: 'words',
      },
    });
  });

  test('a post by the defender is their own', async () => {
    const own = await run(event('content.posted', { ...post, actor: { account: 'anna' } }));
    expect(own).toMatchObject({ value: { kind: 'own-post' } });
    expect(await run(event('content.posted', post))).toMatchObject({ value: { kind: 'posted' } });
  });

  test('reports carry what the reporter is known for', async () => {
    const filed = { actor: { account: 'zoe' }, reportId: 'r1', reason: 'spam', reporterUpheld: 2 };
    expect(await run(event('report.filed', filed))).toMatchObject({
      value: { kind: 'report-filed', report: { ref: 'o_r1', reason: 'spam', reporterUpheld: 2 } },
    });
  });

  test.each<[string, Designated, string]>([
    ['an expired designation', { ...designated, expiresAt: NOW }, 'designation-inactive'],
    ['a paused one', { ...designated, state: 'paused' as const }, 'designation-inactive'],
    [
      'what consent leaves out',
      { ...designated, dataClasses: new Set<DataClass>() },
      'outside-consent',
    ],
  ])('%s drops the event', async (_, as, reason) => {
    expect(await run(event('content.replied', post), 'anna', as)).toEqual({ kind: 'drop', reason });
  });

  test.each<[DataClass, string, object]>([
    ['public-content', 'content.replied', post],
    ['public-content', 'account.followed', { actor: { account: 'zoe' } }],
    ['reports', 'report.filed', { actor: { account: 'zoe' }, reportId: 'r1', reason: 'spam' }],
    ['login', 'account.password-reset-requested', {}],
    ['message-metadata', 'content.messaged', { ...post, text: undefined }],
  ])(
    'without consent to %s no %s passes, whatever else was consented to',
    async (own, type, data) => {
      const only = (classes: readonly DataClass[]) =>
        run(event(type, data), 'anna', { ...designated, dataClasses: new Set(classes) });
      expect(await only([own])).toMatchObject({ kind: 'ok' });
      const others = DATA_CLASSES.filter((each) => each !== own);
      expect(await only(others)).toEqual({ kind: 'drop', reason: 'outside-consent' });
    },
  );

  test('an emergency looks at what everybody can see and at reports, and at nothing else', async () => {
    const emergency = {
      ...designated,
      dataClasses: new Set<DataClass>(['public-content', 'reports']),
    };
    const kinds = await Promise.all(
      ['content.replied', 'account.password-reset-requested', 'content.messaged'].map((type) =>
        run(event(type, { ...post, text: undefined }), 'anna', emergency),
      ),
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['ok', 'drop', 'drop']);
  });

  test('event time may run ahead a little, and lie behind as far as lateness goes', async () => {
    const at = (ms: number) =>
      run(event('content.replied', post, NOW + ms), 'anna', designated, NOW);
    expect(await at(60_000)).toMatchObject({ kind: 'ok' });
    expect(await at(60_001)).toMatchObject({ code: 'event.in-future' });
    expect(await at(-HOUR_MS)).toMatchObject({ kind: 'ok' });
    expect(await at(-HOUR_MS - 1)).toMatchObject({ code: 'event.too-old' });
  });

  test('a broker whose clock lags refuses nothing of now, and what is ahead of both clocks is', async () => {
    const at = (ms: number, appendedAt: number) =>
      screen({
        event: event('content.replied', post, NOW + ms),
        key: 'anna',
        designated,
        appendedAt,
        reachedAt: 0,
      });
    expect(await at(0, NOW - HOUR_MS)).toMatchObject({ kind: 'ok' });
    expect(await at(60_001, NOW - HOUR_MS)).toMatchObject({ code: 'event.in-future' });
    expect(await at(60_000, NOW + HOUR_MS)).toMatchObject({ kind: 'ok' });
  });

  test('what waited long on the log is not let off a clock that was wrong when it was appended', async () => {
    const appendedAt = NOW - 10 * HOUR_MS;
    const at = (time: number) =>
      screen({
        event: event('content.replied', post, time),
        key: 'anna',
        designated,
        appendedAt,
        reachedAt: 0,
      });
    expect(await at(appendedAt + 2 * HOUR_MS + 60_000)).toMatchObject({ kind: 'ok' });
    expect(await at(appendedAt + 2 * HOUR_MS + 60_001)).toMatchObject({ code: 'event.in-future' });
  });

  test('an event of before 1970 is refused here, also as the first that is read', async () => {
    const at = (ms: number) => run(event('content.replied', post, ms), 'anna', designated, 0);
    expect(await at(0)).toMatchObject({ kind: 'ok' });
    expect(await at(-1)).toMatchObject({ code: 'event.too-old' });
  });

  test('a key that is not the affected account is refused', async () => {
    expect(await run(event('content.replied', post), 'bert')).toMatchObject({
      code: 'event.wrong-key',
    });
  });
});

import { AccountId, type DataClass, type DefenderRef } from '@hrd-shield/contracts';
import { createEmitter, type Emitter } from '@hrd-shield/emitter';
import { createKafkaSink, type KafkaSink } from '@hrd-shield/kafka';
import { OWN_PARTIES } from '@hrd-shield/registry';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { designatedWith } from '../harness/designated-with.ts';
import { untilDrained } from '../harness/drained.ts';
import { targetingOf } from '../harness/facts.ts';
import { readLog } from '../harness/read-log.ts';
import { until } from '../harness/until.ts';
import { type OutageStage, stageOutage } from './outage-stage.ts';
import { ownAct, ownToken } from './own-desk.ts';
import { stageDesignate } from './stage-designate.ts';

const TEST_MS = 300_000;
/** @source issue of the registry: a word of the defender stops processing within a minute */
const STOP_MS = 60_000;
const DURESS = 'the red kettle';
const STOPPED = /^shield_ingest_designations_stopped(?:\{[^}]*\})? (\d+)/m;

let stage: OutageStage;
let sink: KafkaSink;
let emitter: Emitter;

beforeAll(async () => {
  stage = await stageOutage('pause');
  const { brokers, name, topicPrefix } = stage.at;
  sink = createKafkaSink({ connection: { brokers: [...brokers], clientId: name } });
  emitter = createEmitter(sink, { source: '/platform/test', topicPrefix });
}, TEST_MS);

afterAll(async () => {
  await sink?.stop();
  await stage?.stop();
});

const WHO = ['asks', 'ends', 'forced', 'helped', 'control'] as const;
type Who = (typeof WHO)[number];
type Refs = Readonly<Record<Who, DefenderRef>>;

/** One mention of each. @returns how many of each have come through, once `ingest` is done */
async function mentioned(refs: Refs, round: string): Promise<Readonly<Record<Who, number>>> {
  for (const who of WHO) {
    await emitter.emit(
      'org.hrdshield.content.mentioned.v1',
      {
        affected: AccountId.parse(`account-${who}`),
        actor: { account: AccountId.parse('account-stranger') },
        objectId: `post-${round}-${who}`,
        text: 'hello',
      },
      { id: `${round}-${who}`, time: Date.now() },
    );
  }
  await untilDrained(stage.at, ['ingest']);
  const seen = await Promise.all(
    WHO.map(async (who) => [who, (await targetingOf(stage, refs[who])).length] as const),
  );
  return Object.fromEntries(seen) as Record<Who, number>;
}

const untilStopped = (count: number): Promise<unknown> =>
  until(
    `the log alone stops ${count}`,
    async () => STOPPED.exec(await stage.ingest.metrics())?.[1] === String(count),
    STOP_MS,
  );

const stateOf = async (ref: DefenderRef) => (await stage.registry.lives.get(ref))?.state;

it(
  'a pause, and a withdrawal with a phrase, stop processing within a minute although PostgreSQL is away',
  async () => {
    const { at, behind, desk, registry, way } = stage;
    let designate = await stageDesignate(behind);
    const stella = await desk.signIn('stella');
    const phrases = { duress: DURESS };
    const entries: [Who, DefenderRef][] = [];
    for (const who of WHO) {
      const named = { account: `account-${who}`, phrases, classes: ['public-content'] as const };
      entries.push([who, await designatedWith(registry, named)]);
    }
    const refs = Object.fromEntries(entries) as Refs;
    const tokens = {
      asks: await ownToken(stella, refs.asks),
      ends: await ownToken(stella, refs.ends),
      forced: await ownToken(stella, refs.forced),
      helped: await ownToken(stella, refs.helped, 'delegate'),
    };
    for (const token of Object.values(tokens)) {
      const headers = { authorization: `Bearer ${token}` };
      expect((await fetch(`${desk.url}/v1/own-designation`, { headers })).status).toBe(200);
    }
    await until('all are recognised', async () => {
      const { control, ...others } = await mentioned(refs, `warm-${Date.now()}`);
      return control > 0 && Object.values(others).every((count) => count > 0);
    });
    const before = await mentioned(refs, 'before');

    await designate.stop();
    await way.shut();
    const since = Date.now();
    const act = { kind: 'withdraw' };
    const paused = await ownAct(desk, tokens.asks, { act: { kind: 'pause' } });
    const helped = await ownAct(desk, tokens.helped, { act });
    const ended = await ownAct(desk, tokens.ends, { act, phrase: 'yes, end it' });
    const forced = await ownAct(desk, tokens.forced, { act, phrase: DURESS });
    for (const answer of [paused, helped]) {
      expect([answer.status, await answer.json()]).toMatchObject([200, { state: 'paused' }]);
    }
    // Whoever looks over the shoulder sees the same.
    const screens = [await ended.json(), await forced.json()];
    expect([ended.status, forced.status, ...screens]).toMatchObject([
      ...[200, 200],
      ...[{ state: 'cooling-off' }, { state: 'cooling-off' }],
    ]);
    await untilStopped(4);
    expect(Date.now() - since).toBeLessThan(STOP_MS);
    const during = await mentioned(refs, 'during');
    expect(during).toEqual({ ...before, control: before.control + 1 });
    const words = (await readLog(at, 'listNotices')).filter(({ key }) => key?.startsWith('z_'));
    expect(words.length).toBe(4);
    expect(new Set(words.map(({ event }) => String(event?.data.asked).length)).size).toBe(1);

    await way.open();
    designate = await stageDesignate(behind);
    await untilStopped(0);
    const heard = await Promise.all(WHO.map((who) => stateOf(refs[who])));
    expect(heard).toEqual(['paused', 'cooling-off', 'active', 'paused', 'active']);
    expect((await registry.lives.get(refs.forced))?.duressSince).toBeGreaterThan(since);
    const after = await mentioned(refs, 'after');
    const { asks, ends, helped: still } = during;
    expect(after).toMatchObject({ asks, ends, helped: still, forced: during.forced + 1 });

    // What was heard once is not heard again.
    await registry.uses.ask(OWN_PARTIES.defender, refs.asks, { kind: 'resume' });
    await designate.stop();
    designate = await stageDesignate(behind);
    await until('it goes on', async () => {
      const { asks: now } = await mentioned(refs, `resumed-${Date.now()}`);
      return now > asks;
    });
    expect(await stateOf(refs.asks)).toBe('active');
    await designate.stop();
  },
  TEST_MS,
);

/** One event of the kind. @returns how many of both kinds have come through by then */
async function seenAfter(kind: 'mention' | 'login', ref: DefenderRef): Promise<number> {
  const affected = AccountId.parse('account-narrows');
  const actor = { account: AccountId.parse('account-stranger') };
  const time = Date.now();
  const to = { id: `narrows-${kind}-${time}`, time };
  await (kind === 'mention'
    ? emitter.emit(
        'org.hrdshield.content.mentioned.v1',
        { affected, actor, objectId: `post-${time}`, text: 'hello' },
        to,
      )
    : emitter.emit('org.hrdshield.account.login-succeeded.v1', { affected, signIn: {} }, to));
  await untilDrained(stage.at, ['ingest']);
  return (await targetingOf(stage, ref)).length;
}

it(
  'less consent stops its classes within a minute although PostgreSQL is away, and nothing else',
  async () => {
    const { behind, desk, registry, way } = stage;
    let designate = await stageDesignate(behind);
    const classes: DataClass[] = ['login', 'public-content'];
    const ref = await designatedWith(registry, { account: 'account-narrows', classes });
    const token = await ownToken(await desk.signIn('stella'), ref);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${desk.url}/v1/own-designation`, { headers })).status).toBe(200);
    await until('mentions are taken', async () => (await seenAfter('mention', ref)) > 0);
    const before = await seenAfter('mention', ref);
    expect(await seenAfter('login', ref)).toBe(before + 1);

    await designate.stop();
    await way.shut();
    const since = Date.now();
    const act = { kind: 'narrow-consent', classes: ['login'] };
    const answer = await ownAct(desk, token, { act });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { state: 'active', dataClasses: [], takenBack: ['login'] },
    ]);
    await untilStopped(1);
    expect(Date.now() - since).toBeLessThan(STOP_MS);
    expect(await seenAfter('login', ref)).toBe(before + 1);
    // Until its classes are read, for an instant, the word stops everything.
    await until('mentions go on', async () => (await seenAfter('mention', ref)) > before + 1);
    const during = await seenAfter('mention', ref);
    expect(await seenAfter('login', ref)).toBe(during);

    await way.open();
    designate = await stageDesignate(behind);
    await untilStopped(0);
    const life = await registry.lives.get(ref);
    expect([life?.state, Object.keys(life?.consents ?? {})]).toEqual([
      'active',
      ['public-content'],
    ]);
    expect(await seenAfter('login', ref)).toBe(during);
    expect(await seenAfter('mention', ref)).toBe(during + 1);
    await designate.stop();
  },
  TEST_MS,
);

import { type ActorRef, encodeBinary, INTERNAL_TYPES, topicName } from '@hrd-shield/contracts';
import { createKafkaSink } from '@hrd-shield/kafka';
import { createPseudonymiser, loadKey } from '@hrd-shield/keys';
import { SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { openRegistry, type Registry } from '@hrd-shield/registry';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { designatedWith } from '../harness/designated-with.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { sealerOf } from '../harness/keys-of.ts';
import { readLog } from '../harness/read-log.ts';
import { type DeskStage, type SignedInBrowser, stageDesk } from './desk-stage.ts';

const ACCOUNT = 'canary-account-that-acted-5521';
const NOBODY = 'canary-account-nobody-saw-5522';
const PURPOSE = { 'x-shield-purpose': 'answer-an-access-request' };

let at: Installation;
let desk: DeskStage;
let registry: Registry;
let actorOf: (account: string) => ActorRef;

beforeAll(async () => {
  at = await createInstallation('rights');
  desk = await stageDesk(at, { rita: ['registrar'], arno: ['approver'], olga: ['responder'] });
  const { databaseUrl, keysDir } = at;
  const clock = { now: () => Date.now() };
  registry = await openRegistry({ databaseUrl, keysDir, applicationName: 'test' }, clock);
  const pseudonyms = createPseudonymiser(await loadKey(keysDir, 'pseudonym'));
  actorOf = (account) => pseudonyms.actor(account) as ActorRef;
  await acted();
});

afterAll(async () => {
  await desk.stop();
  await registry.stop();
  at.remove();
});

/** One mention of a defender, on the log as `ingest` writes it. */
async function acted(): Promise<void> {
  const classes = ['public-content'] as const;
  const defender = await designatedWith(registry, { account: 'account-defender', classes });
  const ref = 'e_AAAAAAAAAAAAAAAAAAAAAA';
  const actor = { ref: actorOf(ACCOUNT), createdAt: 1, followers: 2 };
  const event = { ref, defender, at: 1_700_000_000_000, kind: 'mentioned', actor, text: 'hello' };
  const plain = Buffer.from(JSON.stringify(event));
  const sealer = await sealerOf(at);
  const sealed = await sealer.seal(defender, SEAL_PURPOSES.targetingEvent, plain);
  const time = new Date().toISOString();
  const head = { specversion: '1.0', id: ref, source: 'test', time } as const;
  const data = { kind: 'event', ref, defender, sealed };
  const record = encodeBinary({ ...head, type: INTERNAL_TYPES.targeting, data }, defender);
  const sink = createKafkaSink({ connection: { brokers: [...at.brokers], clientId: at.name } });
  await sink.send([{ topic: topicName('targetingEvents', at.topicPrefix), ...record }]);
  await sink.stop();
}

const bodyOf = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

/** Asked for by one, agreed to by another. */
async function agreed(
  [rita, arno]: readonly [SignedInBrowser, SignedInBrowser],
  right: string,
): Promise<string> {
  const accounts = [ACCOUNT, NOBODY];
  const asked = await rita.post('/v1/actor-rights', { right, accounts }, PURPOSE);
  const { request } = (await asked.json()) as { request: { id: string } };
  expect([asked.status, request]).toMatchObject([201, { kind: 'actors', right }]);
  expect((await arno.post(`/v1/reveals/${request.id}/agreement`)).status).toBe(200);
  return `/v1/actor-rights/${request.id}/use`;
}

it('two people hear a right, once, for the accounts that were asked about', async () => {
  const [rita, arno, olga] = await Promise.all(['rita', 'arno', 'olga'].map(desk.signIn));
  if (rita === undefined || arno === undefined) throw new RangeError('both signed in');
  const accounts = [NOBODY, ACCOUNT];
  const asks = { right: 'access', accounts };
  expect((await olga?.post('/v1/actor-rights', asks, PURPOSE))?.status).toBe(403);
  expect((await rita.post('/v1/actor-rights', asks)).status).toBe(403);

  const use = await agreed([rita, arno], 'access');
  const other = await rita.post(use, { accounts: [NOBODY] }, PURPOSE);
  expect(await bodyOf(other)).toMatchObject({ code: 'reveal.unknown' });
  const told = await rita.post(use, { accounts }, PURPOSE);
  const { answer, held, isComplete } = await bodyOf(told);
  expect([told.status, isComplete]).toEqual([200, true]);
  expect(held).toHaveLength(2);
  expect(held).toContainEqual(expect.objectContaining({ actor: actorOf(ACCOUNT), events: 1 }));
  expect(held).toContainEqual(expect.objectContaining({ actor: actorOf(NOBODY), events: 0 }));
  expect(answer).toMatch(/^What accounts do toward people at risk may be kept sealed/);
  const again = await rita.post(use, { accounts }, PURPOSE);
  expect(await bodyOf(again)).toMatchObject({ code: 'reveal.used' });
});

it('erasure, the end of an account and objection reach detection over the log, by pseudonym alone', async () => {
  const [rita, arno] = await Promise.all(['rita', 'arno'].map(desk.signIn));
  if (rita === undefined || arno === undefined) throw new RangeError('both signed in');
  const accounts = [ACCOUNT, NOBODY];
  const actors = accounts.map(actorOf).sort();
  for (const right of ['erasure', 'account-deleted']) {
    const done = await rita.post(await agreed([rita, arno], right), { accounts }, PURPOSE);
    expect(await bodyOf(done)).toMatchObject({ right, forgotten: actors, kept: [] });
  }
  const done = await rita.post(await agreed([rita, arno], 'objection'), { accounts }, PURPOSE);
  expect(await bodyOf(done)).toMatchObject({ unlisted: actors });
  const notices = (await readLog(at, 'actorNotices')).map(({ event }) => event?.data);
  expect(notices.map((notice) => notice?.ground)).toEqual([
    ...['erasure', 'erasure', 'account-deleted', 'account-deleted', 'objection', 'objection'],
  ]);
  expect(JSON.stringify(notices) + desk.logs.join('')).not.toContain('canary');
});

it('whole logs are read for one right at a time; the other is asked again and not used up', async () => {
  const [rita, arno] = await Promise.all(['rita', 'arno'].map(desk.signIn));
  if (rita === undefined || arno === undefined) throw new RangeError('both signed in');
  const accounts = [NOBODY, ACCOUNT];
  const uses = [await agreed([rita, arno], 'access'), await agreed([rita, arno], 'access')];
  const answers = await Promise.all(uses.map((use) => rita.post(use, { accounts }, PURPOSE)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const busy = answers.findIndex(({ status }) => status === 409);
  expect(await answers[busy]?.json()).toMatchObject({ code: 'reveal.busy' });
  const again = await rita.post(uses[busy] ?? '', { accounts }, PURPOSE);
  expect([again.status, (await bodyOf(again)).held]).toMatchObject([200, [{}, {}]]);
});

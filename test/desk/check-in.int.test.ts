import type { DefenderRef, ProtectionCommand } from '@hrd-shield/contracts';
import { loadKey } from '@hrd-shield/keys';
import { openRegistry, type Registry } from '@hrd-shield/registry';
import {
  type CustodyClient,
  connectTemporal,
  createCustodyClient,
  type TemporalConnection,
} from '@hrd-shield/temporal';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { designatedWith } from '../harness/designated-with.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { readLog } from '../harness/read-log.ts';
import { until } from '../harness/until.ts';
import { type DeskStage, newKey, type SignedInBrowser, stageDesk } from './desk-stage.ts';
import { ownToken } from './own-desk.ts';
import { stageDesignate } from './stage-designate.ts';

const HOUR_MS = 3_600_000;
/** When the first check-in is due after it begins to be awaited. */
const FIRST_MS = 15_000;
const PHRASE = 'two herons';

let at: Installation;
let desk: DeskStage;
let registry: Registry;
let temporal: TemporalConnection;
let custody: CustodyClient;
let designate: Awaited<ReturnType<typeof stageDesignate>>;
let stella: SignedInBrowser;

beforeAll(async () => {
  at = await createInstallation('checkin');
  desk = await stageDesk(at, { stella: ['steward'] });
  const clock = { now: () => Date.now() };
  const { databaseUrl, keysDir } = at;
  registry = await openRegistry({ databaseUrl, keysDir, applicationName: 'test' }, clock);
  // An hour of this clock is over after a quarter of a minute.
  const late = { now: () => Date.now() - HOUR_MS + FIRST_MS };
  designate = await stageDesignate(at, {}, { clock: late });
  temporal = await connectTemporal({
    address: at.env.TEMPORAL_ADDRESS ?? '',
    namespace: 'default',
    payloadKey: await loadKey(keysDir, 'payload'),
  });
  custody = createCustodyClient(temporal, `${at.topicPrefix}shield-designate`);
  stella = await desk.signIn('stella');
});

afterAll(async () => {
  await desk.stop();
  await designate.stop();
  await registry.stop();
  await temporal.stop();
  at.remove();
});

/** Somebody designated, who agreed to custody and to a phrase, with a token of their own. */
async function designated(account: string) {
  const ref = await designatedWith(registry, {
    account,
    classes: ['login'],
    custody: true,
    phrases: { safety: PHRASE },
  });
  const token = await ownToken(stella, ref);
  const post = (path: string, body?: unknown) =>
    fetch(`${desk.url}/v1/own-designation/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': newKey(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { ref, post };
}

const hourly = { checkIn: { everyMs: HOUR_MS }, phrase: PHRASE };

const commandsTo = async (ref: DefenderRef): Promise<readonly string[]> =>
  (await readLog(at, 'protectionCommands')).flatMap(({ event }) => {
    const command = event?.data as unknown as ProtectionCommand | undefined;
    return command?.defender === ref ? [`${command.act} ${command.measure}`] : [];
  });

const stateOf = async (ref: DefenderRef) => (await custody.view(ref))?.state;

it('a check-in that is missed locks the account, one that was made does not', async () => {
  const [free, held] = [await designated('canary-free'), await designated('canary-held')];
  const forced = await free.post('check-in-schedule', { ...hourly, phrase: 'one heron' });
  expect(await forced.json()).toMatchObject({ code: 'custody.no-proof' });
  expect((await free.post('check-ins')).status).toBe(404);
  for (const { post } of [free, held]) {
    expect((await post('check-in-schedule', hourly)).status).toBe(200);
  }
  await until('it is free who says so', async () => (await free.post('check-ins')).status === 200);
  await until('the other is locked', async () =>
    (await commandsTo(held.ref)).includes('apply lock-for-holder'),
  );
  await until('the registry holds', async () => {
    const life = await registry.lives.get(held.ref);
    return life?.custodySince !== undefined;
  });
  const kept = await held.post('acts', { act: { kind: 'withdraw' } });
  expect(await kept.json()).toMatchObject({ code: 'designation.in-custody' });

  const watched = await custody.view(free.ref);
  expect(watched?.state).toBe('watching');
  expect((watched?.checkInBy ?? 0) - Date.now()).toBeGreaterThan(HOUR_MS / 2);
  expect(await commandsTo(free.ref)).toEqual([]);

  const stop = { checkIn: null, phrase: PHRASE };
  expect((await free.post('check-in-schedule', stop)).status).toBe(200);
  await until('nobody waits any more', async () => (await stateOf(free.ref)) === 'ended');
  expect(await commandsTo(free.ref)).toEqual([]);
});

import type { DefenderRef } from '@hrd-shield/contracts';
import { importDesignations, readDesignations } from '@hrd-shield/registry';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../harness/until.ts';
import { type OutageStage, stageOutage } from './outage-stage.ts';
import { ownAct, ownToken } from './own-desk.ts';
import { stageDesignate } from './stage-designate.ts';

const TEST_MS = 240_000;
/** @source issue of the registry: a withdrawal stops processing within a minute */
const STOP_MS = 60_000;
const HELD = /^shield_ingest_designations(?:\{[^}]*\})? (\d+)/m;

let stage: OutageStage;

beforeAll(async () => {
  stage = await stageOutage('stop');
}, TEST_MS);

afterAll(() => stage?.stop());

/** How many accounts `ingest` recognises. */
const untilHeld = (count: number): Promise<unknown> =>
  until(
    `${count} are recognised`,
    async () => HELD.exec(await stage.ingest.metrics())?.[1] === String(count),
    STOP_MS,
  );

async function designated(): Promise<readonly DefenderRef[]> {
  const entry = (account: string): string =>
    JSON.stringify({
      account,
      allowedMeasures: ['limit-replies'],
      dataClasses: ['public-content'],
      language: 'es',
      expiresAt: '2040-01-01T00:00:00Z',
      reviewers: ['r_AAAAAAAAAAAAAAAAAAAAAA', 'r_BBBBBBBBBBBBBBBBBBBBBB'],
    });
  const file = ['first-of-the-outage', 'second-of-the-outage'].map(entry).join('\n');
  const { designated: taken } = await importDesignations(readDesignations(file), stage.registry);
  return taken.map(({ ref }) => ref);
}

/** A token that the desk has seen. */
async function tokenOf(defender: DefenderRef): Promise<string> {
  const { desk } = stage;
  const token = await ownToken(await desk.signIn('stella'), defender);
  const own = await fetch(`${desk.url}/v1/own-designation`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await own.json()).toMatchObject({ state: 'active' });
  return token;
}

const withdraw = (token: string): Promise<Response> =>
  ownAct(stage.desk, token, { act: { kind: 'withdraw' } });

it(
  'a withdrawal at the desk stops processing within a minute although PostgreSQL is away',
  async () => {
    const { behind, registry, way } = stage;
    let designate = await stageDesignate(behind);
    const [first, second] = (await designated()) as [DefenderRef, DefenderRef];
    const tokens = [await tokenOf(first), await tokenOf(second)];
    await untilHeld(2);

    await designate.stop();
    await way.shut();
    const since = Date.now();
    for (const token of tokens) {
      const answer = await withdraw(token);
      expect([answer.status, await answer.json()]).toMatchObject([200, { state: 'cooling-off' }]);
    }
    await untilHeld(0);
    expect(Date.now() - since).toBeLessThan(STOP_MS);

    await way.open();
    designate = await stageDesignate(behind);
    await until('the registry has taken it over', async () => {
      const life = await registry.lives.get(first);
      return life?.state === 'cooling-off';
    });
    await designate.stop();
  },
  TEST_MS,
);

it(
  'a withdrawal is told to the log also while nothing is away',
  async () => {
    const [ref] = (await designated()) as [DefenderRef];
    const designate = await stageDesignate(stage.behind);
    const token = await tokenOf(ref);
    await untilHeld(2);
    // Nothing is published by the registry any more: what stops them is the notice alone.
    await designate.stop();
    expect((await withdraw(token)).status).toBe(200);
    await untilHeld(1);
  },
  TEST_MS,
);

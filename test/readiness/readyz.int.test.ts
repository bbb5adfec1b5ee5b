import { startStack } from '@hrd-shield/local-stack';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { metricsAsked } from '../report/metrics-in-code.ts';
import { operationsPanels } from '../report/operations-panels.ts';
import { type LiveService, RUNS, type ServiceName, startLive } from './live-service.ts';

/** What each server is needed for; whoever is not named works on without it. */
const NEEDED_BY = {
  kafka: ['designate', 'ingest', 'detect', 'respond', 'hold', 'record'],
  temporal: ['respond', 'desk'],
  clickhouse: ['record', 'report'],
  postgres: ['designate', 'desk', 'codec'],
} as const satisfies Readonly<Record<string, readonly ServiceName[]>>;
type Server = keyof typeof NEEDED_BY;

const NAMES = Object.keys(RUNS) as ServiceName[];
const POLL = { timeout: 120_000, interval: 500 };
const CASE_MS = 300_000;

let stack: Awaited<ReturnType<typeof startStack>>;
let at: Installation;
const live = new Map<ServiceName, LiveService>();
/** What all said last, for whoever reads a failure. */
let said: readonly string[] = [];

async function statuses(): Promise<Readonly<Record<string, number>>> {
  const answers = await Promise.all(
    [...live].map(async ([name, service]) => [name, await service.readyz()] as const),
  );
  said = answers.map(([name, { says }]) => `${name}: ${says.trim().replaceAll('\n', ', ')}`);
  return Object.fromEntries(answers.map(([name, { status }]) => [name, status]));
}

const expected = (away: readonly ServiceName[]): Readonly<Record<string, number>> =>
  Object.fromEntries(NAMES.map((name) => [name, away.includes(name) ? 503 : 200]));

beforeAll(async () => {
  stack = await startStack({ env: process.env, ephemeral: true });
  at = await createInstallation('readyz', stack.addresses);
  const env = {
    ...at.env,
    SHIELD_HOLD_TOKEN: 'a-token-of-the-platform-for-tests-only',
    SHIELD_HOLD_STALE_MS: '3000',
    SHIELD_DESK_SECRET: 'a-secret-of-the-desk-for-tests-only-and-long-enough',
    SHIELD_DESK_LOCAL_TOKENS: 'true',
  };
  for (const name of NAMES) live.set(name, await startLive(name, env));
}, CASE_MS);

afterAll(async () => {
  await Promise.all([...live.values()].map((service) => service.stop()));
  at?.remove();
  await stack?.stop();
}, CASE_MS);

afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.error(said.join('\n'));
});

describe('readyz says whether the next unit of work can be done', () => {
  it(
    'with every server all are ready',
    async () => {
      await expect.poll(statuses, POLL).toEqual(expected([]));
    },
    CASE_MS,
  );

  it.each(Object.keys(NEEDED_BY) as Server[])(
    'without %s those that need it are not ready, and with it they are again',
    async (server) => {
      const { control } = stack;
      if (control === undefined) throw new RangeError('a stack of its own has a control');
      await control.crash(server);
      try {
        await expect.poll(statuses, POLL).toEqual(expected(NEEDED_BY[server]));
      } finally {
        await control.revive(server);
      }
      await expect.poll(statuses, POLL).toEqual(expected([]));
    },
    CASE_MS,
  );
});

it('what the dashboard for operations reads at any time is exported by a service', async () => {
  const texts = await Promise.all([...live.values()].map((service) => service.metrics()));
  const exported = new Set(texts.join('\n').match(/shield_\w+/g));
  const asked = operationsPanels()
    .flatMap(({ targets }) => targets)
    .flatMap(({ expr }) => metricsAsked(expr))
    // What counts is exported from its first count on.
    .filter((name) => !/_total$|_answer_ms$/.test(name));
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((name) => !exported.has(name))).toEqual([]);
});

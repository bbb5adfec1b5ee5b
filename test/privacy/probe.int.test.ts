import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../packages/cli/src/demo/free-port.ts';
import { startService } from '../../packages/cli/src/demo/service-process.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { until } from '../harness/until.ts';
import { designate, TOKEN } from '../hold/hold-stage.ts';
import { type Advantage, advantageOf, learnBound, learnWords } from './advantage.ts';
import { count } from './count.ts';
import { leastTimes, look, type Seen, see, seenAs } from './look.ts';

const ROOT = join(import.meta.dirname, '../..');
const PEOPLE = 120;
const ASKS_EACH = 20;
const WARM_UP = 300;
/** Added to each time of a defender: a leak that the probe has to find, ms. */
const PLANTED_MS = 1;
/** Where the interval of a fair coin begins higher once in some ten thousand looks (60,000 played). */
const CHANCE_MAX = { ofEachAnswer: 0.08, ofEachAccount: 0.16 };
const STAGE_MS = 240_000;

let at: Installation;
let hold: { stop(): Promise<unknown> };
let port = 0;
let logDir: string;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const defenders = Array.from({ length: PEOPLE }, () => randomBytes(8).toString('hex'));
const others = Array.from({ length: PEOPLE }, () => randomBytes(8).toString('hex'));

function ask(account: string, more: object = {}, token: string = TOKEN): Promise<Seen> {
  const body = JSON.stringify({
    account,
    actionId: randomBytes(8).toString('hex'),
    action: 'remove',
    origin: 'reports',
    ground: 'platform-rules',
    ...more,
  });
  const headers = { 'x-shield-token': token };
  return see({ agent, port, path: '/v1/adverse-actions', method: 'POST', headers, body });
}

const lookAt = (asked: (account: string) => Promise<Seen>) =>
  look({ defenders, others }, ASKS_EACH, asked);

beforeAll(async () => {
  at = await createInstallation('probe');
  logDir = await mkdtemp(join(tmpdir(), 'probe-'));
  for (const account of defenders) await designate(at, account);
  port = await freePort();
  const env = { ...at.env, SHIELD_HOLD_TOKEN: TOKEN, SHIELD_HOLD_PORT: String(port) };
  hold = await startService({ name: 'hold', root: ROOT, env, logDir });
  await until('the list is loaded', async () => {
    const { body } = await ask(defenders.at(-1) ?? '');
    return JSON.parse(body).verdict === 'hold';
  });
  await until('nobody else waits', async () => {
    return JSON.parse((await ask(others[0] ?? '')).body).verdict === 'proceed';
  });
  for (let n = 0; n < WARM_UP; n += 1) await ask(defenders[n % PEOPLE] ?? '');
}, STAGE_MS);

afterAll(async () => {
  agent.destroy();
  await hold?.stop();
  at?.remove();
  await rm(logDir, { recursive: true, force: true });
});

function told(name: string, figures: Advantage): void {
  count(`probe-${name}`, { ...figures });
}

it('an answer on the wire says no more than a coin who is designated', {
  timeout: STAGE_MS,
}, async () => {
  const samples = await lookAt((account) => ask(account));
  const verdict = seenAs(samples, ({ body }) => String(JSON.parse(body).verdict));
  const shape = advantageOf(
    seenAs(samples, (seen) => seen.shape),
    learnWords,
  );
  const once = advantageOf(
    seenAs(samples, ({ tookMs }) => tookMs),
    learnBound,
  );
  const often = advantageOf(leastTimes(samples), learnBound);
  const planted = advantageOf(leastTimes(samples, PLANTED_MS), learnBound);
  // The platform itself is told, and whoever sees at once what it does: the wait is the measure.
  told('verdict-read', advantageOf(verdict, learnWords));
  told('shape', shape);
  told('time-of-one-answer', once);
  told('time-of-twenty-answers', often);
  told('time-with-a-planted-millisecond', planted);
  expect(advantageOf(verdict, learnWords).advantage).toBe(1);
  expect(planted.low).toBeGreaterThan(0.5);
  expect(shape.advantage).toBe(0);
  expect(once.low).toBeLessThan(CHANCE_MAX.ofEachAnswer);
  expect(often.low).toBeLessThan(CHANCE_MAX.ofEachAccount);
});

it('what nobody may hold up goes ahead for everybody alike', { timeout: STAGE_MS }, async () => {
  const samples = await lookAt((account) => ask(account, { ground: 'imminent-threat-to-life' }));
  const measure = advantageOf(
    seenAs(samples, ({ body }) => String(JSON.parse(body).verdict)),
    learnWords,
  );
  told('override-read', measure);
  expect(measure.advantage).toBe(0);
});

it('whoever has no token hears the same about everybody', { timeout: STAGE_MS }, async () => {
  const samples = await lookAt((account) => ask(account, {}, 'not the token of the platform'));
  const answers = advantageOf(
    seenAs(samples, ({ body, shape }) => `${shape} ${body}`),
    learnWords,
  );
  const often = advantageOf(leastTimes(samples), learnBound);
  told('outsider-answer', answers);
  told('outsider-time', often);
  expect(samples.every(({ view }) => view.status === 401)).toBe(true);
  expect(answers.advantage).toBe(0);
  expect(often.low).toBeLessThan(CHANCE_MAX.ofEachAccount);
});

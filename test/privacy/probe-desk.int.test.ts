import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import type { DefenderRef } from '@hrd-shield/contracts';
import {
  importDesignations,
  openRegistry,
  type Registry,
  readDesignations,
} from '@hrd-shield/registry';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DeskStage, newKey, stageDesk } from '../desk/desk-stage.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { advantageOf, learnBound, learnWords, type Sample } from './advantage.ts';
import { count } from './count.ts';
import { leastTimes, look, type Seen, type Sent, see, seenAs } from './look.ts';

const PEOPLE = 40;
const ASKS_EACH = 4;
/** Where the interval of a fair coin begins higher, of 40 guesses: once in some ten thousand looks. */
const CHANCE_MAX = 0.3;
const STAGE_MS = 240_000;
/** Words of an answer that are random for everybody, each of one length. */
const RANDOM = /[a-z]_[\w-]{22}|(?:[0-9A-Z]{5}-){5}[0-9A-Z]|\d{13}/g;

let at: Installation;
let desk: DeskStage;
let registry: Registry;
let partner = '';
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const names = () => Array.from({ length: PEOPLE }, () => randomBytes(8).toString('hex'));
const people = { defenders: names(), others: names() };
/** The reference of each account; of those who are no defenders, one of nobody. */
const refs = new Map<string, string>();

beforeAll(async () => {
  at = await createInstallation('probedesk');
  desk = await stageDesk(at, { stella: ['steward'] });
  const { databaseUrl, keysDir } = at;
  const clock = { now: () => Date.now() };
  registry = await openRegistry({ databaseUrl, keysDir, applicationName: 'test' }, clock);
  const lines = people.defenders.map((account) =>
    JSON.stringify({
      account,
      allowedMeasures: ['limit-replies'],
      dataClasses: ['public-content'],
      language: 'es',
      expiresAt: '2040-01-01T00:00:00Z',
      reviewers: [`r_${'A'.repeat(22)}`, `r_${'B'.repeat(22)}`],
    }),
  );
  const { designated } = await importDesignations(readDesignations(lines.join('\n')), registry);
  for (const { place, ref } of designated) refs.set(people.defenders[place - 1] ?? '', ref);
  for (const account of people.others) refs.set(account, registry.sealer.newRef());
  const stella = await desk.signIn('stella');
  const given = { role: 'partner', partner: 'helpline-one', days: 30 };
  partner = ((await (await stella.post('/v1/tokens', given)).json()) as { token: string }).token;
}, STAGE_MS);

afterAll(async () => {
  agent.destroy();
  await desk?.stop();
  await registry?.stop();
  at?.remove();
});

const refOf = (account: string): DefenderRef => refs.get(account) as DefenderRef;

const ask = (path: string, more: Partial<Sent> = {}): Promise<Seen> =>
  see({ agent, port: Number(new URL(desk.url).port), method: 'GET', path, ...more });

const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
  ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'idempotency-key': newKey(), ...headers },
  });

/** What somebody can ask who knows an account, or a pseudonym that was seen somewhere. */
const SURFACES: Readonly<Record<string, (account: string) => Promise<Seen>>> = {
  intake: (account) =>
    post('/v1/incident-reports', { language: 'en', text: `about ${account}`, critical: false }),
  'sign-in': (account) => ask(`/v1/session/start?login_hint=${account}`),
  problems: (account) => ask(`/v1/designations/${refOf(account)}`),
  'problems-with-token': (account) =>
    ask(`/v1/designations/${refOf(account)}`, { headers: { authorization: `Bearer ${partner}` } }),
  appeals: (account) => post('/v1/appeals', { statement: refOf(account).replace(/^d/, 'x') }),
  proposals: (account) =>
    post(
      '/v1/designation-proposals',
      { text: JSON.stringify({ identity: { account }, profile: { language: 'en' } }) },
      { authorization: `Bearer ${partner}` },
    ),
};

it.each(Object.keys(SURFACES))(
  '%s says no more than a coin who is designated',
  {
    timeout: STAGE_MS,
  },
  async (surface) => {
    const samples = await look(people, ASKS_EACH, (account) =>
      (SURFACES[surface] ?? SURFACES.intake ?? ask)(account),
    );
    const answers = advantageOf(
      seenAs(samples, ({ body, shape }) => `${shape} ${body.replace(RANDOM, '')}`),
      learnWords,
    );
    const often = advantageOf(leastTimes(samples), learnBound);
    count(`probe-desk-${surface}-answer`, { ...answers });
    count(`probe-desk-${surface}-time`, { ...often });
    expect(new Set(samples.map(({ view }) => view.status)).size).toBe(1);
    expect(answers.advantage).toBe(0);
    expect(often.low).toBeLessThan(CHANCE_MAX);
  },
);

it('would find a word that only defenders hear', () => {
  const told: Sample<string>[] = [...people.defenders, ...people.others].map((account, n) => ({
    account,
    isDefender: n < PEOPLE,
    view: n < PEOPLE ? 'known' : 'unknown',
  }));
  expect(advantageOf(told, learnWords).advantage).toBe(1);
});

import {
  type Clickhouse,
  clickhouseConfigOf,
  outcomeRow,
  signalRow,
  signalRowId,
} from '@hrd-shield/clickhouse';
import { Outcome, topicName } from '@hrd-shield/contracts';
import { importDesignations, openRegistry, readDesignations } from '@hrd-shield/registry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTopic } from '../../packages/cli/src/demo/read-topic.ts';
import { dropColumnStore, openColumnStore } from '../harness/column-store.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { aSignal } from '../record/builders.ts';
import { type DeskStage, type SignedInBrowser, stageDesk } from './desk-stage.ts';

const DAY_MS = 86_400_000;
/** 1 October 2026, UTC. */
const OCTOBER = 1_790_812_800_000;
const CASES = 12;
const ROLES = {
  alice: ['responder'],
  basil: ['responder'],
  lena: ['shift-lead'],
  ana: ['analyst'],
  olga: ['observer'],
};

let at: Installation;
let desk: DeskStage;
let store: Clickhouse;
let alice: SignedInBrowser;
let basil: SignedInBrowser;
let lena: SignedInBrowser;

const padded = (letter: string, number: number) => `${letter}_${String(number).padStart(22, '0')}`;

beforeAll(async () => {
  at = await createInstallation('reviews');
  store = await openColumnStore(clickhouseConfigOf(at.clickhouseUrl));
  await designateOne();
  desk = await stageDesk(at, ROLES);
  [alice, basil, lena] = await Promise.all([
    desk.signIn('alice'),
    desk.signIn('basil'),
    desk.signIn('lena'),
  ]);
  await seed();
}, 120_000);

afterAll(async () => {
  await desk.stop();
  await dropColumnStore(store);
  at.remove();
});

/** One account is watched, and a probe of the platform beside it. */
async function designateOne(): Promise<void> {
  const registry = await openRegistry(
    { databaseUrl: at.databaseUrl, keysDir: at.keysDir, applicationName: 'reviews' },
    { now: () => OCTOBER },
  );
  const entry = {
    ...{ tier: 'watch', allowedMeasures: ['limit-replies'], dataClasses: ['public-content'] },
    ...{ language: 'fr', expiresAt: '2027-09-01T00:00:00Z' },
    reviewers: [`r_${'A'.repeat(22)}`, `r_${'B'.repeat(22)}`],
  };
  const lines = [
    { ...entry, account: 'account-that-is-watched' },
    { ...entry, account: 'account-of-the-platform', probe: true },
  ];
  const file = lines.map((one) => JSON.stringify(one)).join('\n');
  await importDesignations(readDesignations(file), registry);
  await registry.stop();
}

/** Twelve acting cases of twelve defenders: Alice said of all that they were attacks. */
async function seed(): Promise<void> {
  const outcomes: Record<string, unknown>[] = [];
  const signals = [];
  for (let number = 0; number < CASES; number += 1) {
    const about = {
      ...{ defender: padded('d', number), campaign: padded('c', number) },
      ...{ case: padded('k', number), threat: 'pile-on' },
    };
    const task = { ...about, task: padded('t', number) };
    const raised = { tier: 'guard', score: 0.9, eventCount: 10 };
    outcomes.push(
      { ...about, ...raised, kind: 'signal.raised', at: OCTOBER },
      { ...about, ...raised, kind: 'case.opened', at: OCTOBER + 1 },
      { ...task, kind: 'task.opened', at: OCTOBER + 2 },
      {
        ...task,
        ...{ kind: 'task.decided', at: OCTOBER + 3, option: 'x' },
        ...{ responder: alice.principal, verdict: 'confirmed' },
      },
    );
    const { campaign, defender } = about;
    signals.push({
      ...aSignal(number, 0),
      ...{ campaign, defender, eventAt: OCTOBER, firstEventAt: OCTOBER },
    });
  }
  await insert(outcomes.map((one, step) => ({ id: padded('u', step), ...one }) as Outcome));
  const rows = signals.map((signal) => signalRow(signal as never, OCTOBER));
  await store.insert({ table: 'signals', rows, ids: signals.map(signalRowId) });
}

async function insert(outcomes: readonly Outcome[]): Promise<void> {
  const rows = outcomes.map((one) => outcomeRow(one, one.at));
  await store.insert({ table: 'outcomes', rows, ids: rows.map(({ id }) => id) });
}

/** What `record` does with the log. */
async function land(): Promise<void> {
  const topic = topicName('outcomes', at.topicPrefix);
  const { records } = await readTopic({ brokers: at.brokers, clientId: 'land' }, topic);
  await insert(records.map(({ event }) => Outcome.parse(event.data)));
}

interface Shown {
  readonly review: string;
  readonly evidence: readonly unknown[];
  readonly look?: { readonly day: string };
}

/** Every page of what waits for somebody. */
async function waitingFor(who: SignedInBrowser): Promise<readonly Shown[]> {
  const found: Shown[] = [];
  let cursor = '';
  for (let page = 0; page < 10; page += 1) {
    const answer = await who.get(`/v1/reviews?limit=5${cursor}`);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).not.toMatch(
      /verdict|confirmed|score|tier|contribution|stream|golden|acting|k_0|c_0/,
    );
    const { items, next } = JSON.parse(text) as { items: Shown[]; next?: string };
    found.push(...items);
    if (next === undefined) return found;
    cursor = `&cursor=${next}`;
  }
  throw new RangeError('more pages than reviews');
}

const draw = {
  ...{ seed: 'autumn', from: OCTOBER, to: OCTOBER + 2 * DAY_MS },
  golden: [{ campaign: padded('c', 0), defender: padded('d', 0), verdict: 'confirmed' }],
};

/** The one that nobody at the desk can tell from the others. */
async function nameOfGolden(): Promise<string> {
  const [row] = await store.query({
    sql: "SELECT review FROM review_facts WHERE stream = 'golden'",
    parse: (found) => found as { readonly review: string },
  });
  return row?.review ?? '';
}

describe('blind reviews at the desk', () => {
  it('are drawn by a shift lead, by a seed alone, and drawn again they are the same ones', async () => {
    expect((await basil.post('/v1/review-draws', draw)).status).toBe(403);
    const turned = await lena.post('/v1/review-draws', { ...draw, to: OCTOBER });
    expect(await turned.json()).toMatchObject({ code: 'review.bad-window' });
    const years = await lena.post('/v1/review-draws', { ...draw, from: 0 });
    expect(await years.json()).toMatchObject({ code: 'review.bad-window' });
    const first = await lena.post('/v1/review-draws', draw);
    expect(first.status).toBe(202);
    expect(await first.json()).toEqual({
      streams: [
        { stream: 'acting', population: 12, drawn: 12 },
        { stream: 'golden', population: 1, drawn: 1 },
        { stream: 'near-miss', population: 0, drawn: 0 },
        // One designation is watched, on two days.
        { stream: 'silent', population: 2, drawn: 2 },
      ],
      reviews: 15,
    });
    expect((await lena.post('/v1/review-draws', draw)).status).toBe(202);
    await land();
    const [{ n } = { n: 0 }] = await store.query({
      sql: 'SELECT count() AS n FROM review_facts',
      parse: (row) => row as { n: number },
    });
    expect(n).toBe(15);
  });

  it('show nothing of what was said before, and never to whoever said or drew it', async () => {
    // She decided in every case, the golden one too; what is left is the silent days.
    expect(await waitingFor(alice)).toHaveLength(2);
    expect(await waitingFor(lena)).toHaveLength(0);
    const all = await waitingFor(basil);
    expect(new Set(all.map(({ review }) => review)).size).toBe(15);
    expect(all.filter(({ look }) => look !== undefined)).toHaveLength(2);
    expect(all.filter(({ evidence }) => evidence.length === 1)).toHaveLength(13);
    const observer = await desk.signIn('olga');
    expect((await observer.get('/v1/reviews')).status).toBe(403);
  });

  it('take a verdict of whoever may give it, once, and change nobody else’s', async () => {
    const mine = new Set((await waitingFor(alice)).map(({ review }) => review));
    const golden = await nameOfGolden();
    const acting = (await waitingFor(basil)).filter(
      ({ review }) => !mine.has(review) && review !== golden,
    );
    expect(acting).toHaveLength(12);
    const [own] = acting;
    const refused = await alice.post(`/v1/reviews/${own?.review}/verdict`, {
      verdict: 'confirmed',
    });
    expect(refused.status).toBe(404);
    expect(await refused.json()).toMatchObject({ code: 'review.unknown' });
    for (const [number, { review }] of acting.entries()) {
      const verdict = number < 9 ? 'confirmed' : number < 11 ? 'rejected' : 'unsure';
      const answer = await basil.post(`/v1/reviews/${review}/verdict`, { verdict });
      expect(answer.status).toBe(202);
      // The same answer whatever was said before.
      expect(await answer.json()).toEqual({ review, verdict });
    }
    await land();
    const again = await basil.post(`/v1/reviews/${own?.review}/verdict`, { verdict: 'rejected' });
    expect(again.status).toBe(404);
    expect(await waitingFor(basil)).toHaveLength(3);
  });

  it('come to a precision with its interval, which shows no single review', async () => {
    const ana = await desk.signIn('ana');
    const asked = `/v1/review-quality?from=0&to=${Date.now() + DAY_MS}`;
    const answer = await ana.get(asked);
    expect(answer.status).toBe(200);
    const found = (await answer.json()) as Record<string, unknown>;
    expect(found).toMatchObject({
      precision: { kind: 'value', value: 0.75, n: 12 },
      unsure: { kind: 'value', value: 1 / 12 },
      golden: { kind: 'no-data' },
      open: 3,
    });
    await basil.post(`/v1/reviews/${await nameOfGolden()}/verdict`, { verdict: 'confirmed' });
    await land();
    const later = await (await ana.get(asked)).json();
    expect(later).toMatchObject({ golden: { kind: 'withheld', minimumCell: 10 }, open: 2 });
    expect((await basil.get(asked)).status).toBe(403);
  });

  it('count an attack among what was not flagged as known by audit, and the reviewer sees no difference', async () => {
    const [silent] = await waitingFor(basil);
    const verdict = { verdict: 'confirmed' };
    const answer = await basil.post(`/v1/reviews/${silent?.review}/verdict`, verdict);
    expect(await answer.json()).toEqual({ review: silent?.review, ...verdict });
    await land();
    const attacks = await store.query({
      sql: `SELECT toString(toDate(audited_at)) AS day, detected_at IS NULL AS undetected
        FROM attack_states WHERE audited_at IS NOT NULL`,
      parse: (row) => row,
    });
    expect(attacks).toEqual([{ day: silent?.look?.day, undetected: 1 }]);
  });
});

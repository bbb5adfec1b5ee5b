import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@hrd-shield/cli';
import { type Clickhouse, type ClickhouseConfig, outcomeRow } from '@hrd-shield/clickhouse';
import type { DefenderRef, Outcome } from '@hrd-shield/contracts';
import { attackReleases } from '@hrd-shield/domain';
import type { Party } from '@hrd-shield/domain/registry';
import { createLocalKeyring } from '@hrd-shield/keys';
import { loadDisclosurePolicy } from '@hrd-shield/policy';
import { createDatabase } from '@hrd-shield/postgres';
import {
  type AskedOf,
  keepClock,
  Nomination,
  openRegistry,
  type Registry,
} from '@hrd-shield/registry';
import { ParityFile } from '@hrd-shield/reporting';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { columnStoreOf, dropColumnStore, openColumnStore } from '../harness/column-store.ts';
import { amal, partner, rosa, self } from './builders.ts';

const QUARTER = '2025-Q1';
const FEBRUARY = Date.UTC(2025, 1, 3);
const DAY_MS = 86_400_000;
const RULES = loadDisclosurePolicy().audiences.public;

let dir: string;
let env: Record<string, string>;
let config: ClickhouseConfig;
let store: Clickhouse;
let registry: Registry;
let now = Date.now();
let draft: string;
const refs: DefenderRef[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parity-'));
  const keysDir = join(dir, 'keys');
  await createLocalKeyring(keysDir);
  const stack = inject('stackAddresses');
  const databaseUrl = await createDatabase(
    stack.databaseUrl,
    `parity_${randomBytes(5).toString('hex')}`,
  );
  config = columnStoreOf('parity');
  store = await openColumnStore(config);
  const clickhouseUrl = new URL(stack.clickhouseUrl);
  clickhouseUrl.pathname = `/${config.database}`;
  env = {
    DATABASE_URL: databaseUrl,
    SHIELD_KEYS_DIR: keysDir,
    CLICKHOUSE_URL: clickhouseUrl.href,
    TEMPORAL_ADDRESS: stack.temporalAddress,
  };
  registry = await openRegistry(
    { databaseUrl, keysDir, applicationName: 'test' },
    { now: () => now },
  );
  // Thirty women whose answer counts, five of whom agreed later; ten whose does not, five of whom
  // took it back; and sixty who said nothing.
  for (let at = 0; at < 100; at += 1) refs.push(await nominated(at));
  await as(rosa);
  const [toStaff, ...agreeing] = refs.slice(25, 30);
  expect((await run(`registry agree-to-counting ${toStaff} --way in-person`)).code).toBe(0);
  for (const ref of agreeing) await said(self, ref, AGREE);
  const [byStaff, doubted, ...own] = refs.slice(35, 40);
  expect((await run(`registry take-back-counting ${byStaff} --forget`)).code).toBe(0);
  // Acts on one designation show its reference; what counting shows is kept from here on.
  output = '';
  await said({ kind: 'defender', session: 'doubtful' }, doubted, TAKE_BACK);
  for (const ref of own) await said(self, ref, { ...TAKE_BACK, isForgotten: true });
  const outcomes = refs.flatMap(outcomesOf);
  await store.insert({
    table: 'outcomes',
    rows: outcomes.map((outcome) => outcomeRow(outcome, outcome.at)),
    ids: outcomes.map(({ id }) => id),
  });
  draft = (await run(`publish prepare --as analyst --quarter ${QUARTER} ${folders()}`)).json.draft;
});
afterAll(async () => {
  await registry.stop();
  await dropColumnStore(store);
  await rm(dir, { recursive: true, force: true });
});

async function nominated(at: number): Promise<DefenderRef> {
  const risk = at < 40 ? { risk: { factors: ['woman'], counted: at < 25 || at >= 30 } } : {};
  const identity = { account: `canary-account-${at}` };
  const profile = { language: 'es' };
  const nomination = Nomination.parse({ evidence: 'public-acts', identity, profile, ...risk });
  // What a partner says of somebody is nobody's own word: five of the forty women.
  const answer = await registry.uses.nominate(at >= 30 && at < 35 ? partner : rosa, nomination);
  return answer.ok ? answer.value.ref : expect.unreachable(answer.code);
}

const AGREE: AskedOf = { kind: 'agree-to-counting', way: 'own-session' };
const TAKE_BACK = { kind: 'take-back-counting', isForgotten: false } as const;

/** What somebody says later of being counted. */
async function said(by: Party, ref: DefenderRef | undefined, asked: AskedOf): Promise<void> {
  if (ref === undefined) return expect.unreachable();
  expect(await registry.uses.ask(by, ref, asked)).toMatchObject({ ok: true });
}

/** Half of the thirty women are protected in time, and fifty of the seventy others. */
function outcomesOf(defender: DefenderRef, at: number): readonly Outcome[] {
  const tail = String(at).padStart(21, '0');
  const isInTime = at < 30 ? at % 2 === 0 : at < 80;
  const place = { language: 'es', region: 'south-america', unit: `unit-${at % 5}` };
  const about = { defender, case: `k_A${tail}`, campaign: `c_A${tail}`, threat: 'pile-on' };
  const shared = { ...about, ...place, clockScale: 1 };
  const measure = { ...shared, instance: `m_A${tail}`, measure: 'limit-replies' };
  const raised = FEBRUARY + at * 60_000;
  const facts = [
    { ...shared, kind: 'signal.raised', at: raised, tier: 'guard', signal: `s_A${tail}` },
    { ...shared, kind: 'case.opened', at: raised + 40, tier: 'guard' },
    { ...measure, kind: 'measure.requested', at: raised + 80 },
    ...(isInTime ? [{ ...measure, kind: 'measure.verified', at: raised + 9_000 }] : []),
  ];
  return facts.map((fact, step) => ({ id: `u_${at}_${step}`, ...fact }) as unknown as Outcome);
}

const folders = () => `--open ${join(dir, 'open')} --closed ${join(dir, 'closed')}`;
const out = (name: string) => join(dir, name);

/** Everything that any command said. */
let output = '';
async function run(words: string) {
  const told = { stdout: '', stderr: '' };
  const code = await runCli([...words.split(' '), '--json'], {
    env,
    stdin: (async function* () {})(),
    stdout: { write: (text) => (told.stdout += text) },
    stderr: { write: (text) => (told.stderr += text) },
  });
  output += told.stdout + told.stderr;
  return { code, json: JSON.parse(told.stdout) };
}
const as = (who: { readonly ref: string }, role = 'responder') =>
  run(`login --responder ${who.ref} --role ${role}`);

/** Asks as one, agrees as another, and is the first again. */
async function agreed(more = ''): Promise<string> {
  await as(rosa);
  const asked = await run(`registry request-parity --draft ${draft}${more}`);
  if (asked.code !== 0) return expect.unreachable(asked.json.code);
  const { id } = asked.json.request;
  await as(amal, 'shift-lead');
  await run(`registry agree ${id}`);
  await as(rosa);
  return id;
}

const fileOf = async (name: string, audience = 'public') =>
  ParityFile.parse(JSON.parse(await readFile(join(out(name), `parity-${audience}.json`), 'utf8')));

function figureOf(file: ParityFile, id: string, slice: string, label: string) {
  return file.figures.find(
    (each) => each.id === id && each.slice === slice && each.label === label,
  );
}

describe('parity of a quarter', () => {
  let first: string;
  let second: string;

  test('takes two people, is bound to the facts, and is counted once', async () => {
    await as(rosa);
    const asked = await run(`registry request-parity --draft ${draft}`);
    expect(asked.json.request.subject).toMatchObject({ kind: 'parity', quarter: QUARTER });
    const count = `registry parity ${asked.json.request.id} --draft ${draft} --out ${out('alone')}`;
    expect((await run(count)).json.code).toBe('reveal.not-agreed');
    const own = await run(`registry agree ${asked.json.request.id}`);
    expect(own.json.code).toBe('designation.wrong-role');
    const id = await agreed();
    const done = await run(`registry parity ${id} --draft ${draft} --out ${out('one')}`);
    expect(done.code).toBe(0);
    first = done.json.run.id;
    expect(done.json.run).toMatchObject({
      quarter: QUARTER,
      askedBy: rosa.ref,
      agreedBy: amal.ref,
    });
    const again = await run(`registry request-parity --draft ${draft}`);
    expect(again).toMatchObject({ code: 3, json: { code: 'parity.repeated' } });
    const twice = await run(`registry parity ${id} --draft ${draft} --out ${out('two')}`);
    expect(twice.json.code).toBe('parity.repeated');
  });

  test('counts who said it themselves and agreed to it, and everybody else together', async () => {
    const open = await fileOf('one');
    // 15 of 30 women; 50 of the 70 others, among them ten women whose answer does not count.
    const share = (slice: string) => figureOf(open, 'parity-protected-in-time', slice, 'share');
    expect(share('gender=declared')).toMatchObject({ state: 'value', value: 0.5, sample: 30 });
    expect(share('gender=not-told')).toMatchObject({ state: 'value', value: 0.714, sample: 70 });
    // 0.5 / 0.714, and the interval of its logarithm at a design effect of 1.1.
    expect(figureOf(open, 'parity-protected-in-time', 'gender=declared', 'ratio')).toMatchObject({
      state: 'value',
      value: 0.7,
      lower: 0.466,
      upper: 1.051,
      sample: 100,
    });
    expect(
      figureOf(open, 'parity-time-to-protect', 'gender=not-told', 'median-band'),
    ).toMatchObject({ state: 'value', lower: 0, upper: 900_000 });
    // Nobody is of these, so that nobody can be told.
    expect(share('lgbti=declared')).toMatchObject({ state: 'withheld', value: null });
    expect(share('work=helps')).toMatchObject({ state: 'withheld', value: null });
    const inside = await fileOf('one', 'internal');
    expect(figureOf(inside, 'parity-protected-in-time', 'gender=declared', 'share')).toMatchObject({
      value: 0.5,
      sample: 30,
    });
  });

  test('gives nobody away to whoever tries its tables against each other and the release', async () => {
    const { tables } = await fileOf('one');
    const release = JSON.parse(await readFile(join(draft, 'files', 'release.json'), 'utf8'));
    const cases = [...release.tables, ...tables].filter(({ plan }) => /^cases/.test(plan.counts));
    const aim = { people: RULES.floor.people, kinds: RULES.kinds };
    let targets = 0;
    for (const [at, one] of cases.entries()) {
      for (const other of cases.slice(at + 1)) {
        const result = attackReleases([one, other], aim);
        if (result.kind !== 'done') expect.unreachable(result.kind);
        expect(result.found).toEqual([]);
        targets += result.targets;
      }
    }
    expect(targets).toBeGreaterThan(100);
  });

  test('stands in the report of the same facts', async () => {
    const parity = join(out('one'), 'parity-public.json');
    const prepare = `publish prepare --as analyst --quarter ${QUARTER} ${folders()}`;
    const made = await run(`${prepare} --parity ${parity}`);
    expect(made.code).toBe(0);
    const page = await readFile(join(made.json.draft, 'files', 'en.html'), 'utf8');
    expect(page).toContain('women and gender-diverse people, by their own word');
    const csv = await readFile(join(made.json.draft, 'files', 'figures.csv'), 'utf8');
    expect(csv).toContain('parity-protected-in-time');
  });

  test('is corrected by a run that names it, and tells of nobody who took back between them', async () => {
    now = Date.now();
    await said(self, refs[1], TAKE_BACK);
    const id = await agreed(` --corrects ${first}`);
    const done = await run(`registry parity ${id} --draft ${draft} --out ${out('second')}`);
    second = done.json.run.id;
    const { losses } = await fileOf('second');
    expect(losses.find(({ table }) => table === 'cases-by-gender')).toMatchObject({
      refused: 'differs-by-too-few',
    });
    // What they do was never theirs to agree to: it is told as before.
    expect(losses.find(({ table }) => table === 'cases-by-work')).toMatchObject({ refused: null });
  });

  test('tells of nobody who was erased between them, and refuses a correction of another run', async () => {
    const [gone] = refs;
    if (gone === undefined) return;
    expect(
      (await registry.uses.ask(self, gone, { kind: 'refuse', reason: 'declined-by-person' })).ok,
    ).toBe(true);
    now += 40 * DAY_MS;
    await keepClock(gone, registry);
    expect((await registry.lives.get(gone))?.isErased).toBe(true);
    await as(rosa);
    const wrong = await run(`registry request-parity --draft ${draft} --corrects par_nobody`);
    expect(wrong.json.code).toBe('parity.repeated');
    const id = await agreed(` --corrects ${second}`);
    const done = await run(`registry parity ${id} --draft ${draft} --out ${out('three')}`);
    expect(done.json.run).toMatchObject({ corrects: second });
    const { losses } = await fileOf('three');
    expect(losses.find(({ table }) => table === 'cases-by-gender')).toMatchObject({
      refused: 'differs-by-too-few',
    });
    const runs = await run(`registry parity-runs ${QUARTER} --out ${out('again')}`);
    expect(runs.json.runs.map(({ id: each }: { id: string }) => each)).toEqual([
      first,
      second,
      done.json.run.id,
    ]);
    expect(await fileOf('again')).toEqual(await fileOf('three'));
  });

  test('leaves neither account, reference nor answer where it can be read', async () => {
    const client = new pg.Client({ connectionString: env.DATABASE_URL });
    await client.connect();
    const text = async (sql: string) => JSON.stringify((await client.query(sql)).rows);
    const kept = await text('SELECT * FROM registry.parity_run');
    const audit = await text('SELECT * FROM audit.entry');
    await client.end();
    const files = await Promise.all(
      ['one', 'second', 'three'].flatMap((name) =>
        ['public', 'internal'].map((each) =>
          readFile(join(out(name), `parity-${each}.json`), 'utf8'),
        ),
      ),
    );
    expect(kept).toContain(first);
    for (const each of [kept, output, ...files]) {
      expect(each).not.toMatch(/canary|\bd_[A-Za-z0-9_-]{22}|woman|unit-/);
    }
    expect(audit).not.toMatch(/canary|woman/);
    expect(audit).toContain('registry.parity.use');
    expect(audit).toContain('compare-cohorts');
  });
});

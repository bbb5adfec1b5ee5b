import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publicationWorkflowId } from '@hrd-shield/contracts';
import { loadReleasePlan, publicationCalendarOf, publicationRulesOf } from '@hrd-shield/policy';
import {
  approve,
  checkRelease,
  keepApproval,
  keepObjection,
  keepSignature,
  object,
  publicKeyOf,
  readFiles,
  readLedger,
  settledQuarter,
  signedWith,
} from '@hrd-shield/reporting';
import {
  connectTemporal,
  createPublicationClient,
  type PublicationClient,
  registerSearchAttributes,
  type TemporalConnection,
} from '@hrd-shield/temporal';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stackAddresses, uniqueName } from '../harness/stack.ts';
import { until } from '../harness/until.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TEST_MS = 300_000;
const WAIT_MS = 120_000;
const prefix = `${uniqueName('publication')}.`;
const taskQueue = `${prefix}shield-report`;
const folder = mkdtempSync(join(tmpdir(), 'hrd-shield-publication-'));
const folders = { open: join(folder, 'open'), closed: join(folder, 'closed') };
const plan = loadReleasePlan();
const quarter = settledQuarter(Date.now(), plan.settleDays).name;

const keyOf = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
/**
 * After which activities the worker crashes. Each costs ten seconds, until the server gives the work to
 * somebody else; PUBLICATION_CRASHES=planPublication,prepareRelease,lookAtDraft,releaseDraft is all.
 */
const CRASHES = (process.env.PUBLICATION_CRASHES ?? 'prepareRelease,releaseDraft').split(',');
const KEYS = { editor: keyOf(), counsel: keyOf() };
const PUBLISHER = keyOf();

let connection: TemporalConnection;
let client: PublicationClient;
let worker: ChildProcess | undefined;
let isOver = false;
let crashes = 0;

/** Starts the worker, and again whenever it has crashed. */
function work(): void {
  const main = join(ROOT, 'test/report/publication-worker.main.ts');
  const guard = join(ROOT, 'test/harness/end-with-parent.mjs');
  worker = spawn(process.execPath, ['--import', guard, '--import', 'tsx', main], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TEMPORAL_ADDRESS: stackAddresses().temporalAddress,
      TASK_QUEUE: taskQueue,
      FOLDER: folder,
      CRASH_AFTER: CRASHES.join(','),
    },
    stdio: 'ignore',
  });
  worker.once('exit', () => {
    if (isOver) return;
    crashes += 1;
    work();
  });
}

beforeAll(async () => {
  const approvers = Object.entries(KEYS).map(([name, key]) => [name, publicKeyOf(key)]);
  writeFileSync(join(folder, 'approvers.json'), JSON.stringify(Object.fromEntries(approvers)));
  writeFileSync(join(folder, 'publisher.pem'), publicKeyOf(PUBLISHER));
  connection = await connectTemporal({
    address: stackAddresses().temporalAddress,
    namespace: 'default',
    payloadKey: new Uint8Array(32).fill(23),
  });
  await registerSearchAttributes(connection);
  client = createPublicationClient(connection, { taskQueue, prefix });
  work();
}, TEST_MS);

afterAll(async () => {
  isOver = true;
  worker?.kill('SIGKILL');
  await connection?.client.schedule.getHandle(`${prefix}publication`).delete();
  await connection?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function waitsFor(about: Parameters<PublicationClient['view']>[0]): Promise<string> {
  const life = await until(
    'a draft waits for people',
    async () => {
      const seen = await client.view(about).catch(() => undefined);
      return seen?.state === 'waiting' ? seen : undefined;
    },
    WAIT_MS,
  );
  return join(folders.closed, life.draft?.release ?? '');
}

/** Waits until it is closed, not until it has decided: only then another may begin. */
async function endOf(about: Parameters<PublicationClient['view']>[0], state: string) {
  await connection.client.workflow.getHandle(publicationWorkflowId(prefix, about)).result();
  const life = await client.view(about);
  expect(life?.state).toBe(state);
  return life;
}

async function approveAll(draft: string): Promise<void> {
  const sums = await readFile(join(draft, 'SHA256SUMS'), 'utf8');
  for (const by of ['editor', 'counsel'] as const) {
    const at = new Date().toISOString();
    await keepApproval(draft, approve(sums, { by, at, key: KEYS[by] }));
  }
  await keepSignature(draft, signedWith(PUBLISHER)(sums));
}

it(
  'a quarter that the calendar began is published once, however often its worker crashes',
  async () => {
    await client.schedule(publicationCalendarOf(plan));
    await client.schedule(publicationCalendarOf(plan));
    const { next = [] } = (await client.shownSchedule()) ?? {};
    const days = next.slice(0, 4).map((at) => new Date(at).toISOString().slice(5));
    expect([...days].sort()).toEqual([
      '01-15T00:00:00.000Z',
      '04-15T00:00:00.000Z',
      '07-15T00:00:00.000Z',
      '10-15T00:00:00.000Z',
    ]);
    const schedule = connection.client.schedule.getHandle(`${prefix}publication`);
    await schedule.trigger();
    await approveAll(await waitsFor({ quarter }));
    await endOf({ quarter }, 'released');
    expect(crashes).toBe(CRASHES.length);
    const [line, ...more] = await readLedger(folders.open);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ quarter, approvedBy: ['counsel', 'editor'] });
    expect(await readdir(join(folders.open, quarter))).toEqual([line?.release]);
    const files = await readFiles(join(folders.open, quarter, line?.release ?? ''));
    expect(checkRelease(files, publicKeyOf(PUBLISHER))).toEqual([]);
    // What is published is not begun again.
    await schedule.trigger();
    const runs = await until(
      'the calendar has nothing to do',
      async () => {
        const { info } = await schedule.describe();
        const over = info.runningActions.length === 0 && info.recentActions.length === 2;
        return over ? await client.latest(8) : undefined;
      },
      WAIT_MS,
    );
    expect(runs).toHaveLength(1);
  },
  TEST_MS,
);

it(
  'a correction is a run of its own that names the release before it, and one that is refused is not published',
  async () => {
    const [first] = await readLedger(folders.open);
    const rules = { ...publicationRulesOf(plan), lookMs: 200 };
    const begin = async (reason: string) => {
      const about = {
        quarter,
        preparedBy: 'analyst',
        corrects: { release: first?.release ?? '', reason },
      };
      expect(await client.start(about, rules)).toBe(true);
      expect(await client.start(about, rules)).toBe(false);
      return { about, draft: await waitsFor(about) };
    };
    const refused = await begin('a case was recorded late');
    const sums = await readFile(join(refused.draft, 'SHA256SUMS'), 'utf8');
    const said = { by: 'counsel', act: 'refuse', reason: 'not yet' } as const;
    const at = new Date().toISOString();
    await keepObjection(refused.draft, object(sums, { ...said, at, key: KEYS.counsel }));
    const life = await endOf(refused.about, 'refused');
    expect(life?.end).toMatchObject({ by: 'counsel', reason: 'not yet' });
    expect(await readLedger(folders.open)).toHaveLength(1);

    const given = await begin('two cases were recorded late');
    await approveAll(given.draft);
    await endOf(given.about, 'released');
    expect(await readLedger(folders.open)).toMatchObject([
      { release: first?.release },
      { quarter, corrects: given.about.corrects },
    ]);
    const nothing = { quarter: '2020-Q1', preparedBy: 'analyst', corrects: given.about.corrects };
    await client.start(nothing, rules);
    expect((await endOf(nothing, 'impossible'))?.end?.reason).toMatch(/never published/);
  },
  TEST_MS,
);

import { readdir } from 'node:fs/promises';
import {
  HANDLE_INCIDENT_REPORT,
  Outcome,
  type ReportId,
  reportTaskId,
  reportWorkflowId,
  topicName,
} from '@hrd-shield/contracts';
import type { ReportLife } from '@hrd-shield/domain/report';
import { eraseReports } from '@hrd-shield/intake';
import { dataKeysDir, loadKey } from '@hrd-shield/keys';
import { createReportEnds, type IntakeTables, openDatabase } from '@hrd-shield/postgres';
import { connectTemporal, type TemporalConnection } from '@hrd-shield/temporal';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTopic } from '../../packages/cli/src/demo/read-topic.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { until } from '../harness/until.ts';
import { type DeskStage, newKey, stageDesk } from './desk-stage.ts';
import { stageDesignate } from './stage-designate.ts';
import { type StagedWay, stageWay } from './stage-way.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEPT_MS = 190 * DAY_MS;
/** What a round that finds the workflow server away may wait until it tries again. */
const TEST_MS = 180_000;

let at: Installation;
let desk: DeskStage;
let temporal: TemporalConnection;
/** The way of `designate` to the workflow server: nobody listens there until it is opened. */
let way: StagedWay;

beforeAll(async () => {
  at = await createInstallation('clocks');
  desk = await stageDesk(at, { ines: ['intake'] });
  temporal = await connectTemporal({
    address: at.env.TEMPORAL_ADDRESS ?? '',
    namespace: 'default',
    payloadKey: await loadKey(at.keysDir, 'payload'),
  });
  way = await stageWay(at.env.TEMPORAL_ADDRESS ?? '');
});

afterAll(async () => {
  await desk.stop();
  await temporal.stop();
  await way.shut();
  at.remove();
});

interface Filed {
  readonly report: ReportId;
  readonly receipt: string;
}

async function file(more: object): Promise<Filed> {
  const answer = await fetch(`${desk.url}/v1/incident-reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newKey() },
    body: JSON.stringify({ language: 'fa', text: 'help', ...more }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Filed;
}

const handleOf = (report: ReportId) => temporal.client.workflow.getHandle(reportWorkflowId(report));
const lifeOf = (report: ReportId): Promise<ReportLife | undefined> =>
  handleOf(report)
    .query<ReportLife>(HANDLE_INCIDENT_REPORT.view)
    .catch(() => undefined);
const untilLife = (report: ReportId, state: ReportLife['state']): Promise<ReportLife> =>
  until(`the clock is ${state}`, async () => {
    const life = await lifeOf(report);
    return life?.state === state ? life : undefined;
  });

const keysLeft = async () => (await readdir(dataKeysDir(at.keysDir))).length;
const own = (receipt: string) =>
  fetch(`${desk.url}/v1/own-report`, { headers: { 'x-shield-receipt': receipt } });

/** What was closed ends after its time, and what is open never. */
async function endsInTime(closed: Filed, open: Filed): Promise<void> {
  const database = openDatabase<IntakeTables>({ url: at.databaseUrl, applicationName: 'ends' });
  const clockAfter = (days: number) => ({ now: () => Date.now() + days * DAY_MS });
  const keys = { destroy: () => Promise.reject(new Error('nothing is due yet')) };
  const reports = createReportEnds(database.query);
  expect(await eraseReports({ reports, keys, clock: clockAfter(189), keptMs: KEPT_MS })).toBe(0);
  const keysBefore = await keysLeft();

  const config = { timersMs: 100, reportsKeptMs: KEPT_MS };
  const designate = await stageDesignate(at, config, { clock: clockAfter(191) });
  await until('the closed report is gone', async () =>
    (await own(closed.receipt)).status === 404 ? true : undefined,
  );
  await designate.stop();
  expect(await keysLeft()).toBe(keysBefore - 1);
  expect((await own(open.receipt)).status).toBe(200);
  const ines = await desk.signIn('ines');
  const read = await ines.get(`/v1/incident-reports/${closed.report}`, {
    'x-shield-purpose': 'response',
  });
  expect(await read.json()).toMatchObject({ code: 'report.unknown' });
  const rows = await database.query
    .selectFrom('intake.report')
    .select(['id', 'content', 'receipt_digest', 'ending', 'message_count'])
    .orderBy('critical')
    .execute();
  expect(rows).toMatchObject([
    { content: null, receipt_digest: null, ending: 'referred', message_count: 3 },
    { id: open.report, content: expect.stringMatching(/^s1\./), ending: null },
  ]);
  expect(await database.query.selectFrom('intake.message').selectAll().execute()).toEqual([]);
  await database.stop();
}

it(
  'a report starts its clock once, though the workflow server was away, a person ends it, and its time erases it',
  async () => {
    const away = { temporalAddress: `127.0.0.1:${way.port}` };
    let designate = await stageDesignate(at, away);
    const usual = await file({});
    const critical = await file({ critical: true });
    expect(await lifeOf(usual.report)).toBeUndefined();

    await way.open();
    const waiting = await untilLife(usual.report, 'open');
    expect(waiting.dueAt - waiting.about.openedAt).toBe(24 * HOUR_MS);
    const urgent = await untilLife(critical.report, 'open');
    expect(urgent.dueAt - urgent.about.openedAt).toBe(2 * HOUR_MS);
    const { runId } = await handleOf(usual.report).describe();

    const ines = await desk.signIn('ines');
    const path = `/v1/incident-reports/${usual.report}`;
    expect((await ines.post(`${path}/answer`, { text: 'we are here' })).status).toBe(200);
    expect(await untilLife(usual.report, 'answered')).toMatchObject({ answeredBy: ines.principal });

    await designate.stop();
    const again = await fetch(`${desk.url}/v1/own-report/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': newKey(),
        'x-shield-receipt': usual.receipt,
      },
      body: JSON.stringify({ text: 'it goes on' }),
    });
    expect(again.status).toBe(201);
    const early = await ines.post(`${path}/closing`, { ending: 'referred' });
    expect(await early.json()).toMatchObject({ code: 'report.not-answered' });
    designate = await stageDesignate(at, away);
    await untilLife(usual.report, 'open');

    expect((await ines.post(`${path}/answer`, { text: 'still here' })).status).toBe(200);
    expect((await ines.post(`${path}/closing`, { ending: 'referred' })).status).toBe(200);
    const ended = await until('the clock has ended', async () => {
      const about = await handleOf(usual.report).describe();
      return about.status.name === 'COMPLETED' ? about : undefined;
    });
    expect(ended.runId).toBe(runId);
    const topic = topicName('outcomes', at.topicPrefix);
    const { records } = await readTopic({ brokers: at.brokers, clientId: 'told' }, topic);
    // Told again they are the same facts.
    const told = new Map(
      records.map(({ event }) => Outcome.parse(event.data)).map((each) => [each.id, each]),
    );
    const about = (report: ReportId) =>
      [...told.values()]
        .filter((each) => each.report === reportTaskId(report))
        .sort((a, b) => a.at - b.at)
        .map(({ kind, option, reason }) => [kind, option, reason].filter(Boolean).join(' '));
    expect(about(critical.report)).toEqual(['report.received anonymous critical']);
    expect(about(usual.report)).toEqual([
      'report.received anonymous ordinary',
      'report.answered',
      'report.answered',
      'report.closed referred',
    ]);
    expect(JSON.stringify([...told.values()])).not.toContain(usual.report);
    await designate.stop();
    await endsInTime(usual, critical);
    await handleOf(critical.report).terminate('the test is over');
  },
  TEST_MS,
);

import { topicName } from '@hrd-shield/contracts';
import { createKafkaSink } from '@hrd-shield/kafka';
import { openMachineAudit } from '@hrd-shield/keys';
import { openRegistry, stopByNotice } from '@hrd-shield/registry';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { designatedWith } from '../harness/designated-with.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { until } from '../harness/until.ts';
import { type DeskStage, stageDesk } from './desk-stage.ts';
import { stageDesignate } from './stage-designate.ts';

let at: Installation;
let desk: DeskStage;

beforeAll(async () => {
  at = await createInstallation('machines');
  desk = await stageDesk(at, {});
});

afterAll(async () => {
  await desk.stop();
  at.remove();
});

it('what a process opened stands in the audit chain, counted and without a name', async () => {
  const sink = createKafkaSink({ connection: { brokers: at.brokers, clientId: 'machines' } });
  await sink.start();
  const audit = openMachineAudit({
    service: 'detect',
    config: {
      auditDir: undefined,
      auditWindowMs: 300,
      keysDir: at.keysDir,
      topicPrefix: at.topicPrefix,
    },
    now: () => Date.now(),
    onWaiting: () => undefined,
  });
  for (let n = 0; n < 5; n += 1) audit.book.note('targeting-event');
  audit.start(sink);
  const row = await until('the count is in the chain', async () => (await rowsOf('detect'))[0]);
  expect(row).toEqual({ purpose: 'targeting-event', subject: 'openings:5' });
  audit.end();
  await sink.stop();
});

it('what designate opens stands there too: words from the log, and payloads of its workflows', async () => {
  const clock = { now: () => Date.now() };
  const { databaseUrl, keysDir } = at;
  const registry = await openRegistry({ databaseUrl, keysDir, applicationName: 'test' }, clock);
  const designate = await stageDesignate(at);
  const ref = await designatedWith(registry, { account: 'account-paused', classes: ['login'] });
  const sink = createKafkaSink({ connection: { brokers: at.brokers, clientId: 'words' } });
  await sink.start();
  const topic = topicName('listNotices', at.topicPrefix);
  const { sealer } = registry;
  await stopByNotice(ref, { by: 'defender', kind: 'pause' }, { sink, topic, clock, sealer });
  const purposes = await until('both are in the chain', async () => {
    const found = new Set((await rowsOf('designate')).map(({ purpose }) => purpose));
    return found.has('asked-stop') && found.has('workflow-payload') && found;
  });
  expect(purposes).toContain('asked-stop');
  await sink.stop();
  await designate.stop();
  await registry.stop();
});

/** What the chain says that a service opened. */
async function rowsOf(service: string): Promise<readonly { purpose: string; subject: string }[]> {
  const client = new pg.Client({ connectionString: at.databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    "SELECT purpose, subject FROM audit.entry WHERE act = 'machine.unseal' AND principal = $1",
    [`service:${service}`],
  );
  await client.end();
  return rows;
}

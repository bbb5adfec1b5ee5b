import { createKafkaSink } from '@hrd-shield/kafka';
import { openMachineAudit } from '@hrd-shield/keys';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { until } from '../harness/until.ts';
import { type DeskStage, stageDesk } from './desk-stage.ts';

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
  const client = new pg.Client({ connectionString: at.databaseUrl });
  await client.connect();
  const row = await until('the count is in the chain', async () => {
    const { rows } = await client.query(
      "SELECT principal, purpose, subject FROM audit.entry WHERE act = 'machine.unseal'",
    );
    return rows[0];
  });
  expect(row).toEqual({
    principal: 'service:detect',
    purpose: 'targeting-event',
    subject: 'openings:5',
  });
  await client.end();
  audit.end();
  await sink.stop();
});

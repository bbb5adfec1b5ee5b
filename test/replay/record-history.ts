import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { protectDefenderWorkflowId } from '@hrd-shield/contracts';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import {
  connectTemporal,
  createProtectionClient,
  registerSearchAttributes,
  startWorkerHost,
} from '@hrd-shield/temporal';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { deskOf } from '../harness/desk-of.ts';
import { until } from '../harness/until.ts';
import { historyToJson } from './history-json.ts';
import {
  countOf,
  newDefender,
  platformActivities,
  playCase,
  REPLAY_PAYLOAD_KEY,
} from './play-case.ts';

/*
 * Records histories of `protectDefender` as the code stands, on the server at TEMPORAL_ADDRESS:
 * `TEMPORAL_ADDRESS=host:port tsx test/replay/record-history.ts 2` writes `2-*.json`. Earlier
 * versions stay: a changed workflow must still replay them, or be patched until it does.
 */
const FOLDER = join(import.meta.dirname, 'histories', 'protect-defender');
const [, , version = '1'] = process.argv;
const at = {
  address: process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233',
  namespace: 'default',
  payloadKey: REPLAY_PAYLOAD_KEY,
};
const connection = await connectTemporal(at);
await registerSearchAttributes(connection);
const taskQueue = `record-history-${process.pid}`;
const policy = loadProtectionPolicy();
const DAY_MS = 86_400_000;
const client = createProtectionClient(connection, {
  taskQueue,
  // A scaled lease would end before the decision is sent.
  policy: { ...policy, timing: { ...policy.timing, claimLeaseMs: 30 * DAY_MS } },
  clockScale: 12_500,
});
const { activities, played } = platformActivities(() => client);
const worker = await startWorkerHost({
  at,
  taskQueue,
  workflowsPath: WORKFLOWS_PATH,
  activities,
  onWarning: () => undefined,
  drainMs: 2_000,
});

for (const [name, option] of [
  ['confirmed-and-expired', 'confirm-and-keep'],
  ['rejected-and-withdrawn', 'reject-and-lift'],
] as const) {
  const defender = newDefender(`${name}-${process.pid}-${version}`);
  played.outcomes.length = 0;
  const desk = deskOf(connection, client, () => [defender]);
  await playCase(client, played, { defender, desk, option });
  await until('measures are lifted', () => countOf(played, 'measure.lifted') >= 3);
  if (option === 'reject-and-lift') await client.withdrawConsent(defender);
  await until('the case is closed', () => countOf(played, 'case.closed') === 1);
  const handle = connection.client.workflow.getHandle(protectDefenderWorkflowId(defender));
  const history = historyToJson(await handle.fetchHistory());
  const path = join(FOLDER, `${version}-${name}.json`);
  writeFileSync(path, `${history}\n`);
  process.stdout.write(`${path}\n`);
}
await worker.stop();
await connection.stop();

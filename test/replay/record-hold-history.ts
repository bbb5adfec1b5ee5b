import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  deriveId,
  type HoldDecision,
  type HoldId,
  holdWorkflowId,
  type ResponderRef,
} from '@hrd-shield/contracts';
import {
  connectTemporal,
  createHoldClient,
  registerSearchAttributes,
  startWorkerHost,
} from '@hrd-shield/temporal';
import type { HoldAdverseActionActivities } from '@hrd-shield/workflows';
import { about } from '../../packages/domain/src/hold/spec/builders.ts';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { historyToJson } from './history-json.ts';
import { REPLAY_PAYLOAD_KEY } from './play-case.ts';

/*
 * Records histories of `holdAdverseAction` as the code stands, on the server at TEMPORAL_ADDRESS:
 * `TEMPORAL_ADDRESS=host:port tsx test/replay/record-hold-history.ts 2` writes `2-*.json`.
 */
const FOLDER = join(import.meta.dirname, 'histories', 'hold-adverse-action');
const HOLD_MS = 5_000;
const [, , version = '1'] = process.argv;
const at = {
  address: process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233',
  namespace: 'default',
  payloadKey: REPLAY_PAYLOAD_KEY,
};
const connection = await connectTemporal(at);
await registerSearchAttributes(connection);
const taskQueue = `record-hold-history-${process.pid}`;
const holds = createHoldClient(connection, taskQueue);
const activities: HoldAdverseActionActivities = {
  recordOutcomes: async () => undefined,
  publishHold: async () => undefined,
  updateHoldBoard: async () => undefined,
  openRemedies: async () => undefined,
  notify: async (notices) =>
    notices.map(({ id }) => ({ notice: id, state: 'delivered', channel: 'webhook' })),
};
const worker = await startWorkerHost({
  at,
  taskQueue,
  workflowsPath: WORKFLOWS_PATH,
  activities,
  onWarning: () => undefined,
  drainMs: 2_000,
});
const approvers = ['alice', 'basil'].map((name) => deriveId('r', name) as ResponderRef);

for (const [name, option] of [
  ['allowed-by-two', 'allow'],
  ['refused-by-one', 'refuse'],
  ['released-unreviewed', undefined],
] as const) {
  const hold = deriveId('h', name, process.pid, version) as HoldId;
  const askedAt = Date.now();
  await holds.start(about({ hold, askedAt, dueAt: askedAt + HOLD_MS }));
  const wanted: readonly HoldDecision['option'][] =
    option === undefined ? [] : option === 'allow' ? [option, option] : [option];
  for (const [index, each] of wanted.entries()) {
    const responder = approvers[index];
    if (responder === undefined) continue;
    await holds.decide(hold, { responder, scripted: true, option: each, reason: 'recorded' });
  }
  const handle = connection.client.workflow.getHandle(holdWorkflowId(hold));
  await handle.result();
  const path = join(FOLDER, `${version}-${name}.json`);
  writeFileSync(path, `${historyToJson(await handle.fetchHistory())}\n`);
  process.stdout.write(`${path}\n`);
}
await worker.stop();
await connection.stop();

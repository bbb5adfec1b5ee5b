import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  deriveId,
  type RemedyId,
  type RemedyOption,
  type ResponderRef,
  remedyWorkflowId,
} from '@hrd-shield/contracts';
import {
  connectTemporal,
  createRemedyClient,
  registerSearchAttributes,
  startWorkerHost,
} from '@hrd-shield/temporal';
import type { RemedyHarmActivities } from '@hrd-shield/workflows';
import { aDefender } from '../../packages/domain/src/protection/spec/builders.ts';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { historyToJson } from './history-json.ts';
import { REPLAY_PAYLOAD_KEY } from './play-case.ts';

/*
 * Records histories of `remedyHarm` as the code stands, on the server at TEMPORAL_ADDRESS:
 * `TEMPORAL_ADDRESS=host:port tsx test/replay/record-remedy-history.ts 1` writes `1-*.json`.
 */
const FOLDER = join(import.meta.dirname, 'histories', 'remedy-harm');
const [, , version = '1'] = process.argv;
const at = {
  address: process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233',
  namespace: 'default',
  payloadKey: REPLAY_PAYLOAD_KEY,
};
const connection = await connectTemporal(at);
await registerSearchAttributes(connection);
const taskQueue = `record-remedy-history-${process.pid}`;
const remedies = createRemedyClient(connection, taskQueue);
const activities: RemedyHarmActivities = {
  recordOutcomes: async () => undefined,
  updateRemedyBoard: async () => undefined,
  endRestriction: async () => undefined,
  notify: async (notices) =>
    notices.map(({ id }) => ({ notice: id, state: 'delivered', channel: 'mail' })),
};
const worker = await startWorkerHost({
  at,
  taskQueue,
  workflowsPath: WORKFLOWS_PATH,
  activities,
  onWarning: () => undefined,
  drainMs: 2_000,
});
const [alice, basil] = ['alice', 'basil'].map((name) => deriveId('r', name) as ResponderRef);
mkdirSync(FOLDER, { recursive: true });

for (const [name, option, waitMs] of [
  ['restored', 'restored', 0],
  ['overdue-and-refused', 'refused', 4_000],
] as const) {
  const remedy = deriveId('y', name, process.pid, version) as RemedyId;
  const openedAt = Date.now();
  await remedies.open({
    remedy,
    defender: aDefender,
    cause: 'appeal-of-third-party',
    instance: deriveId('m', name) as never,
    firstDeciders: alice === undefined ? [] : [alice],
    openedAt,
    dueAt: openedAt + 2_000,
    policyHash: 'a'.repeat(64),
  });
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  const said = { scripted: true, option: option as RemedyOption, reason: 'scripted' };
  if (basil !== undefined) await remedies.decide(remedy, { ...said, responder: basil });
  const handle = connection.client.workflow.getHandle(remedyWorkflowId(remedy));
  await handle.result();
  const path = join(FOLDER, `${version}-${name}.json`);
  writeFileSync(path, `${historyToJson(await handle.fetchHistory())}\n`);
  process.stdout.write(`${path}\n`);
}
await worker.stop();
await connection.stop();

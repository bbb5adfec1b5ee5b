import {
  deriveId,
  type RemedyId,
  type RemedyOption,
  type ResponderRef,
  remedyWorkflowId,
} from '@hrd-shield/contracts';
import { createRemedyClient } from '@hrd-shield/temporal';
import type { RemedyHarmActivities } from '@hrd-shield/workflows';
import { aDefender } from '../../packages/domain/src/protection/spec/builders.ts';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { openRecorder } from './open-recorder.ts';

/*
 * Records histories of `remedyHarm` as the code stands, on the server at TEMPORAL_ADDRESS:
 * `TEMPORAL_ADDRESS=host:port tsx test/replay/record-remedy-history.ts 1` writes `1-*.json`.
 */
const recorder = await openRecorder('record-remedy-history');
const { connection, taskQueue, version } = recorder;
const remedies = createRemedyClient(connection, taskQueue);
const activities: RemedyHarmActivities = {
  recordOutcomes: async () => undefined,
  updateRemedyBoard: async () => undefined,
  endRestriction: async () => undefined,
  notify: async (notices) =>
    notices.map(({ id }) => ({ notice: id, state: 'delivered', channel: 'mail' })),
};
await recorder.work({ workflowsPath: WORKFLOWS_PATH, activities });
const [alice, basil] = ['alice', 'basil'].map((name) => deriveId('r', name) as ResponderRef);

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
  await recorder.ended(remedyWorkflowId(remedy));
  await recorder.keep('remedy-harm', name, remedyWorkflowId(remedy));
}
await recorder.stop();

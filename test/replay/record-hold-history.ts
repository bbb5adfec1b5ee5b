import {
  deriveId,
  type HoldDecision,
  type HoldId,
  holdWorkflowId,
  type ResponderRef,
} from '@hrd-shield/contracts';
import { createHoldClient } from '@hrd-shield/temporal';
import type { HoldAdverseActionActivities } from '@hrd-shield/workflows';
import { about } from '../../packages/domain/src/hold/spec/builders.ts';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { openRecorder } from './open-recorder.ts';

/*
 * Records histories of `holdAdverseAction` as the code stands, on the server at TEMPORAL_ADDRESS:
 * `TEMPORAL_ADDRESS=host:port tsx test/replay/record-hold-history.ts 2` writes `2-*.json`.
 */
const HOLD_MS = 5_000;
const recorder = await openRecorder('record-hold-history');
const { connection, taskQueue, version } = recorder;
const holds = createHoldClient(connection, taskQueue);
const activities: HoldAdverseActionActivities = {
  recordOutcomes: async () => undefined,
  publishHold: async () => undefined,
  updateHoldBoard: async () => undefined,
  openRemedies: async () => undefined,
  notify: async (notices) =>
    notices.map(({ id }) => ({ notice: id, state: 'delivered', channel: 'webhook' })),
};
await recorder.work({ workflowsPath: WORKFLOWS_PATH, activities });
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
  await recorder.ended(holdWorkflowId(hold));
  await recorder.keep('hold-adverse-action', name, holdWorkflowId(hold));
}
await recorder.stop();

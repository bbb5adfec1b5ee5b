import { protectDefenderWorkflowId } from '@hrd-shield/contracts';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import { createProtectionClient } from '@hrd-shield/temporal';
import { WORKFLOWS_PATH } from '../../services/respond/src/workflows-path.ts';
import { deskOf } from '../harness/desk-of.ts';
import { until } from '../harness/until.ts';
import { openRecorder } from './open-recorder.ts';
import { countOf, newDefender, platformActivities, playCase } from './play-case.ts';

/*
 * Records histories of `protectDefender` as the code stands, on the server at TEMPORAL_ADDRESS:
 * `TEMPORAL_ADDRESS=host:port tsx test/replay/record-history.ts 2` writes `2-*.json`. Earlier
 * versions stay: a changed workflow must still replay them, or be patched until it does.
 */
const recorder = await openRecorder('record-history');
const { connection, taskQueue, version } = recorder;
const policy = loadProtectionPolicy();
const DAY_MS = 86_400_000;
const client = createProtectionClient(connection, {
  taskQueue,
  // A scaled lease would end before the decision is sent.
  policy: { ...policy, timing: { ...policy.timing, claimLeaseMs: 30 * DAY_MS } },
  clockScale: 12_500,
});
const { activities, played } = platformActivities(() => client);
await recorder.work({ workflowsPath: WORKFLOWS_PATH, activities });

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
  await recorder.keep('protect-defender', name, protectDefenderWorkflowId(defender));
}
await recorder.stop();

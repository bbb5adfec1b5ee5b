import type { DefenderRef } from '@hrd-shield/contracts';
import { protectDefenderWorkflowId } from '@hrd-shield/contracts';
import { loadKey } from '@hrd-shield/keys';
import { createDataConverter, loadWorkflowBundle } from '@hrd-shield/temporal';
import { Worker } from '@temporalio/worker';
import { WORKFLOWS_PATH } from '../../../services/respond/src/workflows-path.ts';
import { quietCore } from '../../harness/quiet-core.ts';
import type { ResponseStage } from '../../harness/response-stage.ts';
import type { InvariantEntry } from '../suite.ts';

/** Replays the history of every defender, as it came out of load and faults, on this code. */
export async function replayAll(
  { at, temporal }: ResponseStage,
  refs: readonly DefenderRef[],
): Promise<InvariantEntry> {
  quietCore();
  const histories = [];
  for (const ref of refs) {
    const workflowId = protectDefenderWorkflowId(ref);
    const runs = temporal.client.workflow.list({ query: `WorkflowId = '${workflowId}'` });
    for await (const { runId } of runs) {
      const history = await temporal.client.workflow.getHandle(workflowId, runId).fetchHistory();
      histories.push({ workflowId, history });
    }
  }
  const options = {
    workflowBundle: await loadWorkflowBundle(WORKFLOWS_PATH),
    dataConverter: createDataConverter(await loadKey(at.keysDir, 'payload')),
  };
  const violations: string[] = [];
  for await (const { error } of Worker.runReplayHistories(options, histories)) {
    // The message names events of the history and no person.
    if (error !== undefined) violations.push(error.message);
  }
  return {
    invariant: 'histories-replay',
    says: 'every history replays on this code without a difference',
    ok: violations.length === 0 && histories.length > 0,
    checked: histories.length,
    violations,
  };
}

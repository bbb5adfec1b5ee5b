import type { DefenderRef } from '@hrd-shield/contracts';
import { protectDefenderWorkflowId } from '@hrd-shield/contracts';
import type { ResponseStage } from '../../harness/response-stage.ts';

/** What one new case takes of the workflow server. */
export interface CaseCost {
  readonly events: number;
  readonly workflowTasks: number;
  readonly activities: number;
  readonly historyBytes: number;
}

const TASK_COMPLETED = 7;
const ACTIVITY_SCHEDULED = 10;

/** Means over the histories of these defenders, which had one case each. */
export async function costOfCase(
  { temporal }: ResponseStage,
  refs: readonly DefenderRef[],
): Promise<CaseCost> {
  const sum = { events: 0, workflowTasks: 0, activities: 0, historyBytes: 0 };
  for (const ref of refs) {
    const handle = temporal.client.workflow.getHandle(protectDefenderWorkflowId(ref));
    const { events } = await handle.fetchHistory();
    const count = (type: number): number =>
      (events ?? []).filter(({ eventType }) => eventType === type).length;
    sum.events += events?.length ?? 0;
    sum.workflowTasks += count(TASK_COMPLETED);
    sum.activities += count(ACTIVITY_SCHEDULED);
    sum.historyBytes += Number((await handle.describe()).historySize ?? 0);
  }
  const mean = (value: number): number => value / refs.length;
  return {
    events: mean(sum.events),
    workflowTasks: mean(sum.workflowTasks),
    activities: mean(sum.activities),
    historyBytes: mean(sum.historyBytes),
  };
}

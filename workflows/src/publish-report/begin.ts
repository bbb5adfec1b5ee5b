import { publicationWorkflowId } from '@hrd-shield/contracts/pure';
import { proxyActivities, startChild } from '@temporalio/workflow';
import { WRITING } from '../task-ranks.ts';
import type { PublishReportActivities } from './activity-types.ts';
import type { BeginPublicationInput } from './messages.ts';
import { publishReport } from './workflow.ts';

/** Name of the error of the SDK; its class is of a package that is not for workflows. */
const ALREADY_RUNS = 'WorkflowExecutionAlreadyStartedError';

const { planPublication } = proxyActivities<PublishReportActivities>(WRITING);

/** What the schedule starts each quarter: it begins the publication that is due, and ends. */
export async function beginPublication({ prefix }: BeginPublicationInput): Promise<void> {
  const due = await planPublication();
  if (due === undefined) return;
  try {
    await startChild(publishReport, {
      workflowId: publicationWorkflowId(prefix, due.about),
      args: [due],
      parentClosePolicy: 'ABANDON',
      searchAttributes: { ShieldKind: ['publication'] },
    });
  } catch (error) {
    // Somebody began it by hand.
    if (!(error instanceof Error) || error.name !== ALREADY_RUNS) throw error;
  }
}

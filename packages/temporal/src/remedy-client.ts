import {
  REMEDY_HARM,
  type RemedyDecision,
  type RemedyId,
  type RemedySubject,
  remedyWorkflowId,
} from '@hrd-shield/contracts';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Answer } from './ask-protection.ts';
import type { TemporalConnection } from './connect.ts';
import { SHIELD_KIND } from './search-attributes.ts';
import { refusalIn, toShieldError } from './to-shield-error.ts';
import { turnOf } from './turn-of.ts';

/** What the shield says to remedies. */
export interface RemedyClient {
  /**
   * Opens a remedy. Saying it again changes nothing, also after its end.
   * @returns false when it was opened before
   * @throws ShieldError `temporal.*`
   */
  open(about: RemedySubject): Promise<boolean>;
  /** @throws ShieldError `temporal.*` */
  decide(remedy: RemedyId, decision: RemedyDecision): Promise<Answer>;
}

/** @param taskQueue where the workers of remedies wait */
export function createRemedyClient(to: TemporalConnection, taskQueue: string): RemedyClient {
  const { workflow } = to.client;
  return {
    open: async (about) => {
      try {
        await workflow.start(REMEDY_HARM.workflow, {
          workflowId: remedyWorkflowId(about.remedy),
          taskQueue,
          args: [{ about }],
          priority: turnOf(about.defender, 'remedy'),
          workflowIdConflictPolicy: 'FAIL',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          typedSearchAttributes: new TypedSearchAttributes([{ key: SHIELD_KIND, value: 'remedy' }]),
        });
        return true;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
        throw toShieldError(error);
      }
    },
    decide: async (remedy, decision) => {
      try {
        await workflow
          .getHandle(remedyWorkflowId(remedy))
          .executeUpdate<unknown, [RemedyDecision]>(REMEDY_HARM.decideRemedy, { args: [decision] });
        return { ok: true };
      } catch (error) {
        const code = refusalIn(error, 'remedy.unknown');
        if (code !== undefined) return { ok: false, code };
        throw toShieldError(error);
      }
    },
  };
}

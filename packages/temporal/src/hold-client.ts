import {
  HOLD_ADVERSE_ACTION,
  type HoldDecision,
  type HoldId,
  holdWorkflowId,
} from '@hrd-shield/contracts';
import type { HoldLife, HoldSubject } from '@hrd-shield/domain/hold';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Answer } from './ask-protection.ts';
import type { TemporalConnection } from './connect.ts';
import { SHIELD_KIND } from './search-attributes.ts';
import { refusalIn, toShieldError } from './to-shield-error.ts';
import { turnOf } from './turn-of.ts';

/** What the shield says to holds of adverse actions. */
export interface HoldClient {
  /**
   * Starts the workflow of a hold. Saying it again changes nothing, also after its end.
   * @returns false when it was started before
   * @throws ShieldError `temporal.*`
   */
  start(about: HoldSubject): Promise<boolean>;
  /** @throws ShieldError `temporal.*` */
  decide(hold: HoldId, decision: HoldDecision): Promise<Answer>;
  view(hold: HoldId): Promise<HoldLife | undefined>;
}

/** @param taskQueue where the workers of holds wait */
export function createHoldClient(to: TemporalConnection, taskQueue: string): HoldClient {
  const { workflow } = to.client;
  return {
    start: async (about) => {
      try {
        await workflow.start(HOLD_ADVERSE_ACTION.workflow, {
          workflowId: holdWorkflowId(about.hold),
          taskQueue,
          args: [{ about }],
          priority: turnOf(about.defender, 'hold'),
          workflowIdConflictPolicy: 'FAIL',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          typedSearchAttributes: new TypedSearchAttributes([{ key: SHIELD_KIND, value: 'hold' }]),
        });
        return true;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
        throw toShieldError(error);
      }
    },
    decide: async (hold, decision) => {
      try {
        await workflow
          .getHandle(holdWorkflowId(hold))
          .executeUpdate<unknown, [HoldDecision]>(HOLD_ADVERSE_ACTION.decideHold, {
            args: [decision],
          });
        return { ok: true };
      } catch (error) {
        const code = refusalIn(error, 'hold.unknown');
        if (code !== undefined) return { ok: false, code };
        throw toShieldError(error);
      }
    },
    view: async (hold) => {
      try {
        return await workflow
          .getHandle(holdWorkflowId(hold))
          .query<HoldLife>(HOLD_ADVERSE_ACTION.view);
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        throw toShieldError(error);
      }
    },
  };
}

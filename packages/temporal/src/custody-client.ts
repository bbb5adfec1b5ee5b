import {
  CUSTODY_PROTOCOL,
  type CustodyAck,
  type CustodyEnd,
  type CustodySubject,
  custodyWorkflowId,
  type DefenderRef,
} from '@hrd-shield/contracts';
import type { CustodyLife } from '@hrd-shield/domain/custody';
import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Answer } from './ask-protection.ts';
import type { TemporalConnection } from './connect.ts';
import { SHIELD_KIND } from './search-attributes.ts';
import { refusalIn, toShieldError } from './to-shield-error.ts';

/** What the shield says to the protocol for somebody who may be held. */
export interface CustodyClient {
  /** Waits for check-ins from now on. Saying it again changes nothing. @throws ShieldError `temporal.*` */
  watch(about: CustodySubject): Promise<void>;
  /** An SOS: locks now, whether check-ins were awaited or not. @throws ShieldError `temporal.*` */
  begin(about: CustodySubject): Promise<void>;
  /** @throws ShieldError `temporal.*` */
  checkIn(defender: DefenderRef): Promise<Answer>;
  /** How it stands, over or not; undefined where there was none. @throws ShieldError `temporal.*` */
  view(defender: DefenderRef): Promise<CustodyLife | undefined>;
  /** @refuses `custody.no-proof` @throws ShieldError `temporal.*` */
  end(defender: DefenderRef, end: CustodyEnd): Promise<Answer>;
  /** @returns false when no protocol runs @throws ShieldError `temporal.*` */
  deliverAck(defender: DefenderRef, ack: CustodyAck): Promise<boolean>;
}

/** @param taskQueue where the workers of custody wait */
export function createCustodyClient(to: TemporalConnection, taskQueue: string): CustodyClient {
  const { workflow } = to.client;
  const handleOf = (defender: DefenderRef) => workflow.getHandle(custodyWorkflowId(defender));
  const options = (about: CustodySubject) => ({
    workflowId: custodyWorkflowId(about.defender),
    taskQueue,
    args: [{ about }],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    typedSearchAttributes: new TypedSearchAttributes([{ key: SHIELD_KIND, value: 'custody' }]),
  });
  const answerOf = async (asked: Promise<unknown>): Promise<Answer> => {
    try {
      await asked;
      return { ok: true };
    } catch (error) {
      const code = refusalIn(error, 'designation.unknown');
      if (code !== undefined) return { ok: false, code };
      throw toShieldError(error);
    }
  };
  return {
    watch: async (about) => {
      try {
        await workflow.start(CUSTODY_PROTOCOL.workflow, options(about));
      } catch (error) {
        throw toShieldError(error);
      }
    },
    begin: async (about) => {
      try {
        await workflow.executeUpdateWithStart(CUSTODY_PROTOCOL.begin, {
          args: [],
          startWorkflowOperation: new WithStartWorkflowOperation(
            CUSTODY_PROTOCOL.workflow,
            options(about),
          ),
        });
      } catch (error) {
        throw toShieldError(error);
      }
    },
    checkIn: (defender) =>
      answerOf(handleOf(defender).executeUpdate<unknown, []>(CUSTODY_PROTOCOL.checkIn)),
    view: async (defender) => {
      try {
        return await handleOf(defender).query<CustodyLife>(CUSTODY_PROTOCOL.view);
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        throw toShieldError(error);
      }
    },
    end: (defender, end) =>
      answerOf(
        handleOf(defender).executeUpdate<unknown, [CustodyEnd]>(CUSTODY_PROTOCOL.end, {
          args: [end],
        }),
      ),
    deliverAck: async (defender, ack) => {
      try {
        await handleOf(defender).signal(CUSTODY_PROTOCOL.receiveAck, ack);
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw toShieldError(error);
      }
    },
  };
}

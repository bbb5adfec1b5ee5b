import {
  type AckDelivery,
  type DefenderRef,
  type MeasureEnd,
  type MeasureExtension,
  PROTECT_DEFENDER,
  protectDefenderWorkflowId,
  type SignalDelivery,
  sha256Hex,
  TIERS,
} from '@hrd-shield/contracts';
import type { ProtectionPolicy, ProtectionView } from '@hrd-shield/domain/protection';
import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { type Answer, askProtection } from './ask-protection.ts';
import type { TemporalConnection } from './connect.ts';
import { SHIELD_KIND, SHIELD_STATE, SHIELD_TIER } from './search-attributes.ts';
import { toShieldError } from './to-shield-error.ts';
import { turnOf } from './turn-of.ts';

export interface ProtectionStart {
  readonly taskQueue: string;
  /** Pinned in each workflow that is started here. */
  readonly policy: ProtectionPolicy;
  /** How much faster than the wall clock the clocks of people and measures run. */
  readonly clockScale: number;
  /** Updates of one run of the workflow; its own bound when absent. */
  readonly updatesPerRun?: number;
}

/** What the shield says to the protection of one defender. */
export interface ProtectionClient {
  /**
   * Starts the workflow or joins the living one. Resolves when the signals are in its state, so
   * that the offset may be committed. Saying it twice changes nothing.
   * @throws ShieldError `temporal.*`
   */
  deliverSignals(delivery: SignalDelivery): Promise<void>;
  /** @returns false when no workflow waits for it. @throws ShieldError `temporal.*` */
  deliverAck(ack: AckDelivery): Promise<boolean>;
  /** Answers for one defender, in order, in one message; otherwise as `deliverAck`. */
  deliverAcks(acks: readonly AckDelivery[]): Promise<boolean>;
  /** @returns false when there was nothing to stop. @throws ShieldError `temporal.*` */
  withdrawConsent(defender: DefenderRef): Promise<boolean>;
  endMeasure(defender: DefenderRef, end: MeasureEnd): Promise<Answer>;
  /** For the defender, who may have a measure go on within its longest life. */
  extendMeasure(defender: DefenderRef, extension: MeasureExtension): Promise<Answer>;
  view(defender: DefenderRef): Promise<ProtectionView | undefined>;
}

/** @param start only whoever may start workflows has it; people's tools only speak to living ones */
export function createProtectionClient(
  to: TemporalConnection,
  start?: ProtectionStart,
): ProtectionClient {
  const workflow = to.client.workflow;
  const handleOf = (defender: DefenderRef) =>
    workflow.getHandle(protectDefenderWorkflowId(defender));

  /** @returns false when no workflow lives under the id */
  async function ifLiving(tell: () => Promise<unknown>): Promise<boolean> {
    try {
      await tell();
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw toShieldError(error);
    }
  }

  return {
    deliverSignals: async (delivery) => {
      try {
        await workflow.executeUpdateWithStart(PROTECT_DEFENDER.receiveSignals, {
          updateId: updateIdOf(delivery),
          args: [delivery],
          startWorkflowOperation: startOperation(delivery, start),
        });
      } catch (error) {
        throw toShieldError(error);
      }
    },
    deliverAck: (ack) =>
      ifLiving(() => handleOf(ack.defender).signal(PROTECT_DEFENDER.receiveAck, ack)),
    deliverAcks: async (acks) => {
      const [first] = acks;
      if (first === undefined) return false;
      return ifLiving(() => handleOf(first.defender).signal(PROTECT_DEFENDER.receiveAck, acks));
    },
    withdrawConsent: (defender) =>
      ifLiving(() =>
        handleOf(defender).executeUpdate(PROTECT_DEFENDER.withdrawConsent, {
          updateId: 'withdrawal',
        }),
      ),
    endMeasure: (defender, end) =>
      askProtection(to, {
        defender,
        update: PROTECT_DEFENDER.endMeasure,
        argument: end,
        whenGone: 'measure.unknown',
      }),
    extendMeasure: (defender, extension) =>
      askProtection(to, {
        defender,
        update: PROTECT_DEFENDER.extendMeasure,
        argument: extension,
        whenGone: 'measure.unknown',
      }),
    view: async (defender) => {
      try {
        return await handleOf(defender).query<ProtectionView>(PROTECT_DEFENDER.view);
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        throw toShieldError(error);
      }
    },
  };
}

/** The same signals have the same update id, in whatever order they came. */
export function updateIdOf(delivery: SignalDelivery): string {
  const ids = delivery.signals.map((signal) => `${signal.id}#${signal.revision}`).sort();
  return sha256Hex([`v${delivery.profile.designationVersion}`, ...ids].join('\n'));
}

function startOperation(delivery: SignalDelivery, start: ProtectionStart | undefined) {
  if (start === undefined) throw toShieldError(new RangeError('this client starts no workflow'));
  const { clockScale, policy, taskQueue, updatesPerRun } = start;
  const { defender } = delivery.profile;
  const highest = Math.max(0, ...delivery.signals.map(({ tier }) => TIERS.indexOf(tier)));
  const isUrgent = delivery.signals.some(({ directHarm }) => directHarm);
  return new WithStartWorkflowOperation(PROTECT_DEFENDER.workflow, {
    workflowId: protectDefenderWorkflowId(defender),
    taskQueue,
    priority: turnOf(defender, isUrgent ? 'urgent' : 'protect'),
    args: [
      { defender, policy, clockScale, ...(updatesPerRun === undefined ? {} : { updatesPerRun }) },
    ],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    typedSearchAttributes: new TypedSearchAttributes([
      { key: SHIELD_KIND, value: 'protect' },
      // As its first turn will show it: what is right from the start is not written twice.
      { key: SHIELD_TIER, value: TIERS[highest] ?? 'none' },
      { key: SHIELD_STATE, value: 'protecting' },
    ]),
  });
}

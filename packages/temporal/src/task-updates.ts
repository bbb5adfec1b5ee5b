import {
  type DefenderRef,
  PROTECT_DEFENDER,
  type TaskClaim,
  type TaskContact,
  type TaskDecision,
  type TaskHandOver,
  type TaskPass,
  type TaskUndo,
} from '@hrd-shield/contracts';
import { type Answer, askProtection } from './ask-protection.ts';
import type { TemporalConnection } from './connect.ts';

/**
 * What people do with tasks, as updates. Not exported from this room: whoever wants to decide goes
 * through the desk, whose principal is that of a token.
 */
export interface TaskUpdates {
  claim(defender: DefenderRef, claim: TaskClaim): Promise<Answer>;
  decide(defender: DefenderRef, decision: TaskDecision): Promise<Answer>;
  handOver(defender: DefenderRef, handOver: TaskHandOver): Promise<Answer>;
  contact(defender: DefenderRef, contact: TaskContact): Promise<Answer>;
  pass(defender: DefenderRef, pass: TaskPass): Promise<Answer>;
  undo(defender: DefenderRef, undo: TaskUndo): Promise<Answer>;
}

/**
 * Each is an update of the defender's workflow: it is answered once the decision is in the history.
 */
export function createTaskUpdates(to: TemporalConnection): TaskUpdates {
  const by = (update: string) => (defender: DefenderRef, argument: unknown) =>
    askProtection(to, { defender, update, argument });
  return {
    claim: by(PROTECT_DEFENDER.claimTask),
    decide: by(PROTECT_DEFENDER.decideTask),
    handOver: by(PROTECT_DEFENDER.handOverTask),
    contact: by(PROTECT_DEFENDER.contactTask),
    pass: by(PROTECT_DEFENDER.passTask),
    undo: by(PROTECT_DEFENDER.undoTask),
  };
}

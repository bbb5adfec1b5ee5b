import { type ErrorCode, unreachable } from '@hrd-shield/contracts/pure';
import { expireMeasures, keepTime } from './clock.ts';
import {
  claimTask,
  decideTask,
  handOverTask,
  logContact,
  passTask,
  refusalOfClaim,
  refusalOfContact,
  refusalOfDecision,
  refusalOfHandOver,
  refusalOfPass,
} from './decide-task.ts';
import { effectsOf, type ProtectionEffect } from './effects.ts';
import { endMeasure, extend, refusalOfEnd, refusalOfExtension, settle, withdraw } from './end.ts';
import type { ProtectionFact } from './facts.ts';
import type { ProtectionInput } from './input.ts';
import type { ProtectionPolicy } from './policy.ts';
import { receiveAck } from './receive-ack.ts';
import { receiveSignals } from './receive-signals.ts';
import { noteShadow } from './shadow.ts';
import type { ProtectionState } from './state.ts';
import { restartClocks, takeDeliveries } from './tasks.ts';
import { startTurn, type Turn } from './turn.ts';
import { refusalOfUndo, undoTask } from './undo-task.ts';

/** What follows from one input; nothing does where it says what is known. */
export interface ProtectionDecision {
  readonly facts: readonly ProtectionFact[];
  /** In the order in which they are carried out; each may be carried out more than once. */
  readonly effects: readonly ProtectionEffect[];
  /** The state with every fact folded. */
  readonly state: ProtectionState;
}

/**
 * Decides what follows from one input. Pure: the same state, input and policy give the same
 * decision. An input that changes nothing gives no facts and no effects.
 *
 * @invariant effects come from facts that are already folded: when an apply command exists, the
 *   state holds the deadline of its lift
 * @source response notes, sections 1 to 3
 */
export function decideProtection(
  state: ProtectionState,
  input: ProtectionInput,
  policy: ProtectionPolicy,
): ProtectionDecision {
  if (state.done) return { facts: [], effects: [], state };
  const turn = startTurn(state, input.at, policy);
  expireMeasures(turn);
  take(turn, input);
  // Only what nobody asked for can be compared: people decide about what the live policy shows.
  if (policy.shadow !== undefined && input.kind === 'signals') {
    noteShadow(turn, decideProtection(state, input, policy.shadow).facts);
  }
  restartClocks(turn);
  settle(turn);
  return {
    facts: turn.facts(),
    effects: effectsOf(state, turn.state(), turn.facts(), policy),
    state: turn.state(),
  };
}

/** Why the input is refused, as an error code; undefined when it is taken. */
export function refusalOf(
  state: ProtectionState,
  input: ProtectionInput,
  policy: ProtectionPolicy,
): ErrorCode | undefined {
  switch (input.kind) {
    case 'claim':
      return refusalOfClaim(state, input.claim, input.at);
    case 'decision':
      return refusalOfDecision(state, input.decision, input.at);
    case 'hand-over':
      return refusalOfHandOver(state, input.handOver, input.at);
    case 'contact':
      return refusalOfContact(state, input.contact, input.at);
    case 'pass':
      return refusalOfPass(state, input.pass);
    case 'undo':
      return refusalOfUndo(state, input.undo, input.at);
    case 'end-measure':
      return refusalOfEnd(state, input.end);
    case 'extend-measure':
      return refusalOfExtension(startTurn(state, input.at, policy), input.extension);
    default:
      return undefined;
  }
}

function take(turn: Turn, input: ProtectionInput): void {
  switch (input.kind) {
    case 'signals':
      receiveSignals(turn, input.delivery);
      return;
    case 'ack':
      receiveAck(turn, input.ack);
      return;
    case 'clock':
      keepTime(turn);
      return;
    case 'claim':
      claimTask(turn, input.claim);
      return;
    case 'decision':
      decideTask(turn, input.decision);
      return;
    case 'hand-over':
      handOverTask(turn, input.handOver);
      return;
    case 'contact':
      logContact(turn, input.contact);
      return;
    case 'pass':
      passTask(turn, input.pass);
      return;
    case 'undo':
      undoTask(turn, input.undo);
      return;
    case 'deliveries':
      takeDeliveries(turn, input.deliveries);
      return;
    case 'end-measure':
      endMeasure(turn, input.end);
      return;
    case 'extend-measure':
      extend(turn, input.extension);
      return;
    case 'withdrawal':
      withdraw(turn);
      return;
    default:
      unreachable(input);
  }
}

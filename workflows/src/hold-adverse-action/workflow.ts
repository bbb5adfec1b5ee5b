import type { Outcome } from '@hrd-shield/contracts';
import { ERROR_CODES } from '@hrd-shield/contracts/pure';
import {
  decideHold,
  type HoldInput,
  type HoldLife,
  initialHold,
  isSettled,
  refusalOfHoldDecision,
} from '@hrd-shield/domain/hold';
import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { HoldAdverseActionActivities } from './activity-types.ts';
import { decideHoldUpdate, type HoldAdverseActionInput, viewHold } from './messages.ts';

const activities = proxyActivities<HoldAdverseActionActivities>({
  startToCloseTimeout: '20 seconds',
  retry: {
    initialInterval: '200 milliseconds',
    backoffCoefficient: 2,
    maximumInterval: '15 seconds',
  },
});

/**
 * One hold of one adverse action, `hold:<random>`: waits for approvers and for the deadline, asks
 * the domain what follows, and has it told. No rule lives here.
 */
export async function holdAdverseAction(input: HoldAdverseActionInput): Promise<void> {
  const { about } = input;
  let life: HoldLife = initialHold(about);
  const waiting: Outcome[] = [];

  const take = (given: HoldInput): void => {
    const decided = decideHold(life, given);
    life = decided.life;
    waiting.push(...decided.outcomes);
  };
  const sendOutcomes = async (): Promise<void> => {
    const next = [...waiting];
    if (next.length === 0) return;
    await activities.recordOutcomes(next);
    waiting.splice(0, next.length);
  };

  setHandler(
    decideHoldUpdate,
    (decision) => {
      take({ kind: 'decision', at: Date.now(), decision });
      return life.state;
    },
    {
      validator: (decision) => {
        const code = refusalOfHoldDecision(life, decision, Date.now());
        if (code === undefined) return;
        const { meaning } = ERROR_CODES[code];
        throw ApplicationFailure.create({ type: code, message: meaning, nonRetryable: true });
      },
    },
  );
  setHandler(viewHold, () => life);

  take({ kind: 'placed', at: Date.now() });
  const placed = sendOutcomes();
  while (!isSettled(life)) {
    const leftMs = about.dueAt - Date.now();
    if (leftMs > 0) await condition(() => isSettled(life), leftMs);
    take({ kind: 'clock', at: Date.now() });
  }
  // First the platform's side, which waits for it; a record that is away delays no answer.
  const { began: _, ...facts } = about;
  await activities.publishHold({ ...facts, state: life.state });
  await placed;
  await sendOutcomes();
  await condition(allHandlersFinished);
}

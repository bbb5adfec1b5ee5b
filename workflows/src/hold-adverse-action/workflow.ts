import type { Outcome } from '@hrd-shield/contracts';
import { ERROR_CODES, type ResponderRef } from '@hrd-shield/contracts/pure';
import {
  decideHold,
  type HoldInput,
  type HoldLife,
  initialHold,
  isSettled,
  refusalOfHoldDecision,
  remedyAfter,
} from '@hrd-shield/domain/hold';
import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  patched,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import { ACTING, TELLING, WRITING } from '../task-ranks.ts';
import type { HoldAdverseActionActivities } from './activity-types.ts';
import { decideHoldUpdate, type HoldAdverseActionInput, viewHold } from './messages.ts';
import { showHold } from './show-hold.ts';
import { tellOfState } from './tell-of-state.ts';

const { publishHold } = proxyActivities<HoldAdverseActionActivities>(ACTING);
const { notify, openRemedies } = proxyActivities<HoldAdverseActionActivities>(TELLING);
const { recordOutcomes, updateHoldBoard } = proxyActivities<HoldAdverseActionActivities>(WRITING);
const activities = { publishHold, notify, openRemedies, recordOutcomes, updateHoldBoard };

/** Runs that show the hold to people and open a remedy; earlier ones end as they began. */
const PEOPLE_PATCH = 'people-2';

/**
 * One hold of one adverse action, `hold:<random>`: waits for approvers and for the deadline, asks
 * the domain what follows, and has it told. No rule lives here.
 */
export async function holdAdverseAction(input: HoldAdverseActionInput): Promise<void> {
  const { about } = input;
  const isForPeople = patched(PEOPLE_PATCH);
  const desk = takeDecisions(initialHold(about));

  desk.take({ kind: 'placed', at: Date.now() });
  const placed = desk.flush();
  const told = isForPeople
    ? Promise.all([
        showHold({ shown: desk.shown, activities }),
        tellOfState(about, { activities, put: desk.put, flush: desk.flush }),
      ])
    : undefined;
  while (!isSettled(desk.life())) {
    const leftMs = about.dueAt - Date.now();
    if (leftMs > 0) await condition(() => isSettled(desk.life()), leftMs);
    desk.take({ kind: 'clock', at: Date.now() });
  }
  // First the platform's side, which waits for it; a record that is away delays no answer.
  const { began: _, ...facts } = about;
  await activities.publishHold({ ...facts, state: desk.life().state });
  await placed;
  await desk.flush();
  if (isForPeople) {
    const opening = remedyAfter(desk.life(), Date.now());
    if (opening !== undefined) await activities.openRemedies([opening]);
  }
  await told;
  await condition(allHandlersFinished);
}

/** Holds the life, takes decisions of people, and keeps outcomes until they are recorded. */
function takeDecisions(initial: HoldLife) {
  let life = initial;
  let changes = 0;
  let decidedBy: ResponderRef | undefined;
  let sending: Promise<void> | undefined;
  const waiting: Outcome[] = [];

  const take = (given: HoldInput): void => {
    const decided = decideHold(life, given);
    life = decided.life;
    changes += decided.facts.length;
    if (given.kind === 'decision' && isSettled(life)) decidedBy = given.decision.responder;
    waiting.push(...decided.outcomes);
  };
  const send = async (): Promise<void> => {
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
  return {
    take,
    life: () => life,
    shown: () => ({ life, changes, decidedBy }),
    put: (outcome: Outcome): void => void waiting.push(outcome),
    /** One after the other, so that nothing is recorded twice. */
    flush: (): Promise<void> => {
      // At once where nothing is on its way: a run's first steps come in the order of its history.
      const next = sending === undefined ? send() : sending.then(send);
      sending = next;
      return next;
    },
  };
}

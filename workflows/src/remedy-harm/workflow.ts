import type { MeasureRef, Notice, Outcome } from '@hrd-shield/contracts';
import { ERROR_CODES } from '@hrd-shield/contracts/pure';
import {
  decideRemedy,
  initialRemedy,
  isRemedied,
  nextReminderAt,
  type RemedyInput,
  type RemedyLife,
  refusalOfRemedy,
  remedyNoticeOutcome,
  remedyRow,
} from '@hrd-shield/domain/remedy';
import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import { ACTING, TELLING, WRITING } from '../task-ranks.ts';
import type { RemedyHarmActivities } from './activity-types.ts';
import { decideRemedyUpdate, type RemedyHarmInput, viewRemedy } from './messages.ts';

const { endRestriction } = proxyActivities<RemedyHarmActivities>(ACTING);
const { notify } = proxyActivities<RemedyHarmActivities>(TELLING);
const { recordOutcomes, updateRemedyBoard } = proxyActivities<RemedyHarmActivities>(WRITING);
const activities = { endRestriction, notify, recordOutcomes, updateRemedyBoard };

/**
 * One remedy, `remedy:<random>`: waits for somebody to decide and for the clock, asks the domain
 * what follows, and has it told. No rule lives here.
 */
export async function remedyHarm(input: RemedyHarmInput): Promise<void> {
  let life: RemedyLife = initialRemedy(input.about);
  let ends: MeasureRef | undefined;
  const outcomes: Outcome[] = [];
  const notices: Notice[] = [];

  const take = (given: RemedyInput): void => {
    const decided = decideRemedy(life, given);
    life = decided.life;
    ends ??= decided.ends;
    outcomes.push(...decided.outcomes);
    notices.push(...decided.notices);
  };
  const carryOut = async (): Promise<void> => {
    // What gives somebody their account back comes first.
    if (ends !== undefined) await activities.endRestriction(input.about.defender, ends);
    ends = undefined;
    const told = notices.splice(0);
    const deliveries = told.length === 0 ? [] : await activities.notify(told);
    for (const [i, notice] of told.entries()) {
      const delivery = deliveries[i];
      outcomes.push(remedyNoticeOutcome(life, notice, { delivery, at: Date.now() }));
    }
    const next = outcomes.splice(0);
    if (next.length > 0) await activities.recordOutcomes(next);
    await activities.updateRemedyBoard(remedyRow(life));
  };

  setHandler(
    decideRemedyUpdate,
    (decision) => {
      take({ kind: 'decision', at: Date.now(), decision });
      return life.state;
    },
    {
      validator: (decision) => {
        const code = refusalOfRemedy(life, decision);
        if (code === undefined) return;
        const { meaning } = ERROR_CODES[code];
        throw ApplicationFailure.create({ type: code, message: meaning, nonRetryable: true });
      },
    },
  );
  setHandler(viewRemedy, () => life);

  take({ kind: 'opened', at: Date.now() });
  await carryOut();
  while (!isRemedied(life)) {
    const next = nextReminderAt(life);
    if (next === undefined) await condition(() => isRemedied(life));
    else if (next > Date.now()) await condition(() => isRemedied(life), next - Date.now());
    take({ kind: 'clock', at: Date.now() });
    await carryOut();
  }
  // A decision that came while something was carried out.
  await carryOut();
  await condition(allHandlersFinished);
}

import { ERROR_CODES, type ErrorCode } from '@hrd-shield/contracts/pure';
import {
  decideProtection,
  initialProtection,
  LATEST_RULES,
  nextDeadline,
  type ProtectionInput,
  type ProtectionState,
  refusalOf,
  scalePolicy,
  viewOf,
} from '@hrd-shield/domain/protection';
import {
  ApplicationFailure,
  continueAsNew,
  patched,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { ACTING, TELLING, WRITING } from '../task-ranks.ts';
import { createTurns } from '../turns.ts';
import type { ProtectDefenderActivities } from './activity-types.ts';
import * as messages from './messages.ts';
import { createOutbox, EMPTY_OUTBOX } from './outbox.ts';
import { createStateLabel } from './state-label.ts';

/** Updates of one run: below the 2,000 that the server allows. @source performance notes, 5 */
const MAX_UPDATES = 1000;

/**
 * Marks runs that began under the latest rules; earlier runs keep theirs until continue-as-new. The
 * name changes with `LATEST_RULES`: docs/changing-workflows.md.
 */
const RULES_PATCH = 'rules-2';

/** A run that waits for its effects hands them over after this long, ms. */
const HAND_OVER_MS = 30_000;

const { carryOut, sendCommands } = proxyActivities<ProtectDefenderActivities>(ACTING);
const { notify, openRemedies } = proxyActivities<ProtectDefenderActivities>(TELLING);
const writing = proxyActivities<ProtectDefenderActivities>(WRITING);
const { recordOutcomes, updateBoard } = writing;
const activities = { carryOut, sendCommands, notify, openRemedies, recordOutcomes, updateBoard };

type Input = ProtectionInput extends infer I ? (I extends unknown ? Omit<I, 'at'> : never) : never;

/**
 * The protection of one defender, `protect:<defenderRef>`: waits for messages and deadlines, asks
 * the domain what follows, and has it carried out, in turns of its one loop. No rule lives here.
 *
 * @param input who, under which pinned policy, and what an earlier run hands over
 */
export async function protectDefender(input: messages.ProtectDefenderInput): Promise<void> {
  const rules = patched(RULES_PATCH) ? LATEST_RULES : 1;
  const policy = { ...scalePolicy(input.policy, input.clockScale), rules };
  const turns = createTurns();
  const inbox: Input[] = [];
  const hear = (given: Input): void => {
    inbox.push(given);
    turns.want();
  };
  const outbox = createOutbox(input.carried?.outbox ?? EMPTY_OUTBOX, {
    activities,
    carryRecords: writing.carryOut,
    onDelivered: (deliveries) => hear({ kind: 'deliveries', deliveries }),
    onFree: turns.want,
  });
  const showState = createStateLabel(workflowInfo().searchAttributes);
  let state: ProtectionState =
    input.carried?.state ?? initialProtection(input.defender, Date.now());
  let updates = 0;

  const at = (given: Input): ProtectionInput => ({ ...given, at: Date.now() }) as ProtectionInput;
  const take = (given: Input): messages.Taken => {
    const decision = decideProtection(state, at(given), policy);
    state = decision.state;
    outbox.put(
      decision.effects.map((effect) =>
        effect.kind === 'outcome'
          ? { ...effect, outcome: { ...effect.outcome, clockScale: input.clockScale } }
          : effect,
      ),
    );
    return { facts: decision.facts.length };
  };
  const update = (given: Input): messages.Taken => {
    updates += 1;
    turns.want();
    return take(given);
  };
  const check = (given: Input): void => refuse(refusalOf(state, at(given), policy));

  setHandler(messages.receiveSignals, (delivery) => update({ kind: 'signals', delivery }), {
    // A protection that is ending takes no signal: said again, it starts the next one.
    validator: (_delivery) => refuse(state.done ? 'temporal.unavailable' : undefined),
  });
  setHandler(messages.receiveAck, (given) => {
    for (const ack of [given].flat()) hear({ kind: 'ack', ack });
  });
  setHandler(messages.withdrawConsent, () => update({ kind: 'withdrawal' }));
  const answer = <T>(to: messages.Asked<T>, input: (given: T) => Input): void =>
    setHandler(to, (given) => update(input(given)), { validator: (given) => check(input(given)) });
  hearPeople(answer);
  setHandler(messages.view, () => viewOf(state, policy));

  const mostUpdates = input.updatesPerRun ?? MAX_UPDATES;
  const isFull = (): boolean => updates >= mostUpdates || workflowInfo().continueAsNewSuggested;
  let handOverAt: number | undefined;
  turns.want();
  for (;;) {
    await turns.next();
    for (const given of inbox.splice(0)) take(given);
    const due = nextDeadline(state, policy);
    if (due !== undefined && due <= Date.now()) take({ kind: 'clock' });
    showState(state);
    if (state.done && outbox.isEmpty()) return;
    if (isFull() && !state.done) handOverAt ??= Date.now() + HAND_OVER_MS;
    else handOverAt = undefined;
    if (handOverAt !== undefined && (outbox.isEmpty() || handOverAt <= Date.now())) break;
    outbox.send();
    turns.wantAt(handOverAt ?? nextDeadline(state, policy));
  }
  const carried = { state, outbox: outbox.items() };
  await continueAsNew<typeof protectDefender>({ ...input, carried });
}

/** What responders and the defender can say to a living protection. */
function hearPeople(answer: <T>(to: messages.Asked<T>, input: (given: T) => Input) => void): void {
  answer(messages.claimTask, (claim) => ({ kind: 'claim', claim }));
  answer(messages.decideTask, (decision) => ({ kind: 'decision', decision }));
  answer(messages.handOverTask, (handOver) => ({ kind: 'hand-over', handOver }));
  answer(messages.contactTask, (contact) => ({ kind: 'contact', contact }));
  answer(messages.passTask, (pass) => ({ kind: 'pass', pass }));
  answer(messages.undoTask, (undo) => ({ kind: 'undo', undo }));
  answer(messages.endMeasure, (end) => ({ kind: 'end-measure', end }));
  answer(messages.extendMeasure, (extension) => ({ kind: 'extend-measure', extension }));
}

/** Tells the caller why, by code; the message says nothing about the defender. */
function refuse(code: ErrorCode | undefined): void {
  if (code === undefined) return;
  throw ApplicationFailure.create({
    type: code,
    message: ERROR_CODES[code].meaning,
    nonRetryable: true,
  });
}

import {
  type CommandAct,
  type CommandId,
  type CustodyAck,
  type CustodyEnd,
  commandId,
  custodyCaseId,
  designationTaskId,
  type ErrorCode,
  type MeasureName,
  type MeasureRef,
  measureRef,
  type Notice,
  noticeId,
  unreachable,
} from '@hrd-shield/contracts/pure';
import type { CustodyLife, CustodyStep } from './state.ts';

/** Everything that can happen to the protocol; `at` is the workflow's clock, epoch ms. */
export type CustodyInput = {
  readonly at: number;
} /** An SOS of the defender, a delegate or a partner. */ & (
  | { readonly kind: 'sos' }
  | { readonly kind: 'check-in' }
  | { readonly kind: 'end'; readonly end: CustodyEnd }
  | { readonly kind: 'ack'; readonly ack: CustodyAck }
  | { readonly kind: 'clock' }
);

/** A command without the account: whoever sends it opens the account, the workflow never does. */
export interface CustodyCommand {
  readonly id: CommandId;
  readonly act: CommandAct;
  readonly measure: MeasureName;
  readonly instance: MeasureRef;
  readonly case: ReturnType<typeof custodyCaseId>;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface CustodyDecided {
  readonly life: CustodyLife;
  readonly commands: readonly CustodyCommand[];
  readonly notices: readonly Notice[];
}

/** Why the protocol is not ended now; undefined when it is. Silence is no proof of safety. */
export function refusalOfCustodyEnd(life: CustodyLife, end: CustodyEnd): ErrorCode | undefined {
  if (life.state === 'releasing' || life.state === 'ended') return 'designation.wrong-state';
  return end.isSafetyProved ? undefined : 'custody.no-proof';
}

/**
 * Locks the account for the holder of the device, deletes nothing, and ends by the agreed proof of
 * safety alone: neither time nor a failed command ends it.
 * @source response notes, section 2 (`custodyProtocol`)
 */
export function decideCustody(life: CustodyLife, input: CustodyInput): CustodyDecided {
  const { at } = input;
  switch (input.kind) {
    case 'sos':
      return life.state === 'watching' ? locked(life, at) : unchanged(life);
    case 'check-in':
      return checkedIn(life, at);
    case 'ack':
      return unchanged(acked(life, input.ack));
    case 'end':
      return refusalOfCustodyEnd(life, input.end) === undefined
        ? released(life, at)
        : unchanged(life);
    case 'clock':
      return ticked(life, at);
    default:
      return unreachable(input);
  }
}

/** When the clock has to be asked again, epoch ms. */
export function nextCustodyAt(life: CustodyLife): number | undefined {
  const { rules } = life.about;
  if (life.state === 'ended') return undefined;
  if (life.state === 'watching') return life.checkInBy;
  const asks = life.steps.flatMap((step) => dueAt(step, life) ?? []);
  const told = life.state === 'locked' ? [(life.toldAt ?? 0) + rules.remindMs] : [];
  return Math.min(...asks, ...told);
}

/** Whoever checks in in time is asked again later; afterwards only the proof of safety counts. */
function checkedIn(life: CustodyLife, at: number): CustodyDecided {
  const { checkInEveryMs } = life.about;
  if (life.state !== 'watching') return unchanged(life);
  const { checkInBy: _, ...rest } = life;
  return checkInEveryMs === undefined
    ? unchanged({ ...rest, state: 'ended' })
    : unchanged({ ...rest, checkInBy: at + checkInEveryMs });
}

function locked(life: CustodyLife, at: number): CustodyDecided {
  const { measures } = life.about.rules;
  const steps = measures.map((measure) => askedAnew(life, { measure, state: 'asked' }, at));
  const next: CustodyLife = { ...life, state: 'locked', since: at, steps };
  const commands = steps.map((step) => commandOf(next, step, at));
  return told({ life: next, commands, notices: [] }, at, 'shift-lead');
}

function released(life: CustodyLife, at: number): CustodyDecided {
  if (life.state === 'watching') return unchanged({ ...life, state: 'ended' });
  // In reverse order: what was locked first opens last.
  const steps = life.steps
    .toReversed()
    .map(({ measure }) => askedAnew(life, { measure, state: 'lifting' }, at));
  const next: CustodyLife = { ...life, state: 'releasing', steps };
  return { life: next, commands: steps.map((step) => commandOf(next, step, at)), notices: [] };
}

function acked(life: CustodyLife, ack: CustodyAck): CustodyLife {
  const steps = life.steps.map((step) =>
    instanceOf(life, step.measure) === ack.instance ? stepAfter(step, ack) : step,
  );
  const isOpen = life.state === 'releasing' && steps.every(({ state }) => state === 'lifted');
  return { ...life, steps, state: isOpen ? 'ended' : life.state };
}

function stepAfter(step: CustodyStep, { status }: CustodyAck): CustodyStep {
  const isLifting = step.state === 'lifting';
  if (isLifting) return status === 'lifted' ? { ...step, state: 'lifted' } : step;
  if (status === 'applied' || status === 'effective') return { ...step, state: 'holds' };
  if (status === 'refused' || status === 'failed') return { ...step, state: 'failed' };
  return step;
}

function ticked(life: CustodyLife, at: number): CustodyDecided {
  if (life.state === 'watching') {
    const isMissed = life.checkInBy !== undefined && at >= life.checkInBy;
    return isMissed ? locked(life, at) : unchanged(life);
  }
  const { attempts, remindMs } = life.about.rules;
  const due = (step: CustodyStep): boolean => (dueAt(step, life) ?? Infinity) <= at;
  const steps = life.steps.map((step) => (due(step) ? askedAgain(life, step, at) : step));
  const next: CustodyLife = { ...life, steps };
  const asked = steps.filter((step) => !life.steps.includes(step));
  const decided = {
    life: next,
    commands: asked.map((step) => commandOf(next, step, at)),
    notices: [],
  };
  const isFailing = asked.some((step) => step.attempts === attempts + 1);
  if (isFailing) return told(decided, at, 'second-line');
  const isTime = life.state === 'locked' && at >= (life.toldAt ?? 0) + remindMs;
  return isTime ? told(decided, at, 'shift-lead') : decided;
}

type Wanted = Pick<CustodyStep, 'measure' | 'state'>;

function askedAnew(life: CustodyLife, { measure, state }: Wanted, at: number): CustodyStep {
  const command = commandId(instanceOf(life, measure), actOf(state), at);
  return { measure, state, command, attempts: 1, askedAt: at };
}

/** A renewal is another command; what had no answer is said again as it was. */
function askedAgain(life: CustodyLife, step: CustodyStep, at: number): CustodyStep {
  if (step.state === 'holds') return askedAnew(life, { ...step, state: 'asked' }, at);
  const state = step.state === 'lifting' ? 'lifting' : 'asked';
  return { ...step, state, attempts: step.attempts + 1, askedAt: at };
}

function actOf(state: CustodyStep['state']): CommandAct {
  return state === 'lifting' ? 'lift' : 'apply';
}

/** When a step is asked again: without an answer soon, and before what holds would end. */
function dueAt(step: CustodyStep, life: CustodyLife): number | undefined {
  const { answerMs, attempts, lifetimeMs, remindMs } = life.about.rules;
  if (step.state === 'lifted') return undefined;
  // A platform that is away for long is asked as often as people are told.
  if (step.state !== 'holds' && step.attempts > attempts) return step.askedAt + remindMs;
  return step.askedAt + (step.state === 'holds' ? lifetimeMs / 2 : answerMs);
}

function told(decided: CustodyDecided, at: number, rung: string): CustodyDecided {
  const { life } = decided;
  const { defender, round, rules } = life.about;
  const ordinal = round * 1_000 + life.told;
  const notice: Notice = {
    id: noticeId(defender, `custody.${rung}`, ordinal),
    kind: 'critical-waits',
    target: { kind: 'rung', rung },
    task: designationTaskId(defender, 'custody', round),
    dueAt: at + rules.remindMs,
  };
  return {
    ...decided,
    life: { ...life, told: life.told + 1, toldAt: at },
    notices: [...decided.notices, notice],
  };
}

function commandOf(life: CustodyLife, step: CustodyStep, at: number): CustodyCommand {
  const { defender, round, rules } = life.about;
  return {
    id: step.command,
    act: actOf(step.state),
    measure: step.measure,
    instance: instanceOf(life, step.measure),
    case: custodyCaseId(defender, round),
    issuedAt: at,
    expiresAt: at + rules.lifetimeMs,
  };
}

function instanceOf({ about }: CustodyLife, measure: MeasureName): MeasureRef {
  return measureRef(about.defender, `custody.${measure}`, about.round);
}

function unchanged(life: CustodyLife): CustodyDecided {
  return { life, commands: [], notices: [] };
}

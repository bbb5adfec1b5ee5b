import type { Notice, NoticeDelivery, Outcome } from '@hrd-shield/contracts';
import {
  type ErrorCode,
  type MeasureRef,
  noticeId,
  outcomeId,
  REMEDY_OPTIONS,
  type RemedyDecision,
  type RemedyRow,
  remedyTaskId,
  unreachable,
} from '@hrd-shield/contracts/pure';
import { isRemedied, nextReminderAt, type RemedyLife } from './state.ts';

/** Everything that can happen to a remedy; `at` is the workflow's clock, epoch ms. */
export type RemedyInput = { readonly at: number } & (
  | { readonly kind: 'opened' }
  | { readonly kind: 'decision'; readonly decision: RemedyDecision }
  | { readonly kind: 'clock' }
);

/** What has been decided; folded by `evolveRemedy`. */
export type RemedyFact = { readonly at: number } & (
  | { readonly kind: 'opened' }
  | { readonly kind: 'reminded'; readonly isDue: boolean }
  | { readonly kind: 'decided'; readonly decision: RemedyDecision }
);

export interface RemedyDecided {
  readonly facts: readonly RemedyFact[];
  readonly outcomes: readonly Outcome[];
  readonly notices: readonly Notice[];
  /** A restriction that the decision ends. */
  readonly ends?: MeasureRef;
  /** The life with every fact folded. */
  readonly life: RemedyLife;
}

/**
 * Decides what follows from one input. A remedy is decided by somebody who took no part in what it
 * looks at; without a decision it stays open, and people are told again and again.
 *
 * @source response notes, section 2 (`remedyHarm`)
 */
export function decideRemedy(life: RemedyLife, input: RemedyInput): RemedyDecided {
  const facts = factsOf(life, input);
  const after = facts.reduce(evolveRemedy, life);
  const ends = facts.flatMap((fact) => endedBy(life, fact))[0];
  return {
    facts,
    outcomes: facts.map((fact) => outcomeOf(life, fact)),
    notices: facts.flatMap((fact) => noticeOf(life, fact)),
    ...(ends === undefined ? {} : { ends }),
    life: after,
  };
}

/** Why the decision is refused, as an error code; undefined when it is taken. */
export function refusalOfRemedy(life: RemedyLife, decision: RemedyDecision): ErrorCode | undefined {
  if (isRemedied(life)) return 'remedy.already-decided';
  if (!REMEDY_OPTIONS.includes(decision.option)) return 'remedy.unknown-option';
  return life.about.firstDeciders.includes(decision.responder) ? 'remedy.same-decider' : undefined;
}

/** Folds one fact. Total. */
export function evolveRemedy(life: RemedyLife, fact: RemedyFact): RemedyLife {
  switch (fact.kind) {
    case 'opened':
      return { ...life, isOpened: true };
    case 'reminded':
      return {
        ...life,
        reminders: life.reminders + 1,
        state: fact.isDue ? 'overdue' : life.state,
      };
    case 'decided': {
      const { option, responder } = fact.decision;
      return { ...life, state: option, decidedBy: responder, decidedAt: fact.at };
    }
    default:
      return unreachable(fact);
  }
}

/** A remedy as people see it. */
export function remedyRow(life: RemedyLife): RemedyRow {
  const { about, decidedAt, decidedBy, isOpened, reminders, state } = life;
  const { policyHash: _, remedy, ...rest } = about;
  const steps = reminders + (isOpened ? 1 : 0) + (isRemedied(life) ? 1 : 0);
  return {
    ...rest,
    id: remedy,
    state,
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(decidedAt === undefined ? {} : { decidedAt }),
    version: about.openedAt + steps,
  };
}

/** What became of a notice about the remedy. */
export function remedyNoticeOutcome(
  life: RemedyLife,
  notice: Notice,
  told: { readonly delivery: NoticeDelivery | undefined; readonly at: number },
): Outcome {
  const { at, delivery } = told;
  const kind = delivery?.state === 'delivered' ? 'notice.delivered' : 'notice.failed';
  const rung = notice.target.kind === 'rung' ? notice.target.rung : 'defender';
  return {
    ...base(life, kind, at),
    id: outcomeId(kind, notice.id, 0),
    option: rung,
    reason: delivery?.channel ?? delivery?.state ?? 'failed',
  };
}

function factsOf(life: RemedyLife, input: RemedyInput): readonly RemedyFact[] {
  const { at } = input;
  switch (input.kind) {
    case 'opened':
      return life.isOpened ? [] : [{ kind: 'opened', at: life.about.openedAt }];
    case 'clock': {
      const next = nextReminderAt(life);
      if (next === undefined || at < next) return [];
      return [{ kind: 'reminded', at, isDue: at >= life.about.dueAt }];
    }
    case 'decision':
      return refusalOfRemedy(life, input.decision) === undefined
        ? [{ kind: 'decided', at, decision: input.decision }]
        : [];
    default:
      return unreachable(input);
  }
}

function outcomeOf(life: RemedyLife, fact: RemedyFact): Outcome {
  switch (fact.kind) {
    case 'opened':
      return { ...base(life, 'remedy.opened', fact.at), reason: life.about.cause };
    case 'reminded': {
      const isFirst = fact.isDue && life.state !== 'overdue';
      if (isFirst) return base(life, 'remedy.overdue', fact.at);
      const { remedy } = life.about;
      return {
        ...base(life, 'remedy.escalated', fact.at),
        id: outcomeId('remedy.escalated', remedy, life.reminders),
      };
    }
    case 'decided': {
      const { option, reason, responder, scripted } = fact.decision;
      const known = base(life, `remedy.${option}`, fact.at);
      return { ...known, responder, scripted, option, reason };
    }
    default:
      return unreachable(fact);
  }
}

function base(life: RemedyLife, kind: Outcome['kind'], at: number): Outcome {
  const { defender, dueAt, instance, policyHash, remedy } = life.about;
  return {
    id: outcomeId(kind, remedy, 0),
    kind,
    defender,
    at,
    task: remedyTaskId(remedy),
    dueAt,
    policyHash,
    ...(life.about.case === undefined ? {} : { case: life.about.case }),
    ...(instance === undefined ? {} : { instance }),
  };
}

function noticeOf(life: RemedyLife, fact: RemedyFact): readonly Notice[] {
  if (fact.kind !== 'reminded') return [];
  const { dueAt, remedy } = life.about;
  const rung = fact.isDue ? 'shift-lead' : 'reminder';
  return [
    {
      id: noticeId(remedy, rung, life.reminders),
      kind: 'remedy-waits',
      target: { kind: 'rung', rung },
      task: remedyTaskId(remedy),
      dueAt,
    },
  ];
}

/** A third party that is right gets back what was taken. */
function endedBy(life: RemedyLife, fact: RemedyFact): readonly MeasureRef[] {
  const { cause, instance } = life.about;
  if (fact.kind !== 'decided' || instance === undefined) return [];
  const isRight = fact.decision.option === 'restored' || fact.decision.option === 'partly';
  return isRight && cause === 'appeal-of-third-party' ? [instance] : [];
}

import {
  deriveId,
  type Notice,
  noticeId,
  type PublicationDraft,
  type PublicationStanding,
  type TaskId,
  unreachable,
} from '@hrd-shield/contracts/pure';
import type { PublicationLife } from './state.ts';

/** Everything that can happen to a publication; `at` is the workflow's clock, epoch ms. */
export type PublicationInput = { readonly at: number } & (
  | { readonly kind: 'drafted'; readonly draft: PublicationDraft }
  /** No draft can be made, such as a correction of what was never published. */
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'seen'; readonly standing: PublicationStanding }
  | { readonly kind: 'released' }
  | { readonly kind: 'not-released'; readonly reason: string; readonly isSuperseded: boolean }
);

/** What follows; notices reach people without content. */
export interface PublicationStep {
  readonly life: PublicationLife;
  readonly notices: readonly Notice[];
}

/** To whom: those who approve, and whoever answers for them. */
const RUNGS = { remind: 'publication', escalate: 'publication-lead' } as const;

/** What follows from what happened: nothing is released that is not approved, signed and clear. */
export function decidePublication(life: PublicationLife, given: PublicationInput): PublicationStep {
  const { at } = given;
  switch (given.kind) {
    case 'drafted': {
      const waiting = { ...life, state: 'waiting', draft: given.draft, draftedAt: at } as const;
      return { life: waiting, notices: [noticeOf(waiting, 'remind', 0)] };
    }
    case 'impossible':
      return only({ ...life, state: 'impossible', end: { at, reason: given.reason } });
    case 'seen':
      return seen({ ...life, standing: given.standing }, at);
    case 'released':
      return only({ ...life, state: 'released', end: { at, reason: 'approved and signed' } });
    case 'not-released': {
      const { isSuperseded, reason } = given;
      if (isSuperseded) return only({ ...life, state: 'superseded', end: { at, reason } });
      const standing = { ...life.standing, problems: [reason] };
      return heedClock({ ...life, state: 'waiting', standing }, at);
    }
    default:
      return unreachable(given);
  }
}

function seen(life: PublicationLife, at: number): PublicationStep {
  const { approvedBy, isSigned, objection, problems } = life.standing;
  if (objection !== undefined) {
    const { act, by, reason } = objection;
    const state = act === 'refuse' ? 'refused' : 'withdrawn';
    return only({ ...life, state, end: { at, by, reason } });
  }
  const isApproved = approvedBy.length >= life.rules.approvers;
  if (isApproved && isSigned && problems.length === 0) return only({ ...life, state: 'releasing' });
  return heedClock(life, at);
}

/** Reminds so often and no more, then tells somebody else, and lets an old draft go. */
function heedClock(life: PublicationLife, at: number): PublicationStep {
  const { draftedAt = at, rules } = life;
  const waited = at - draftedAt;
  if (waited >= rules.lapseMs) {
    return only({ ...life, state: 'lapsed', end: { at, reason: 'nobody decided in time' } });
  }
  const due = Math.min(rules.reminders, Math.floor(waited / rules.remindMs));
  const isOverdue = waited >= rules.escalateMs;
  return {
    life: { ...life, reminded: Math.max(life.reminded, due), isOverdue },
    notices: [
      // One for all that came due while nothing ran.
      ...(due > life.reminded ? [noticeOf(life, 'remind', due)] : []),
      ...(isOverdue && !life.isOverdue ? [noticeOf(life, 'escalate', 0)] : []),
    ],
  };
}

/** When time alone changes something next, epoch ms. */
export function nextPublicationAt(life: PublicationLife): number {
  const { draftedAt = 0, isOverdue, reminded, rules } = life;
  const waits = [
    rules.lapseMs,
    ...(isOverdue ? [] : [rules.escalateMs]),
    ...(reminded < rules.reminders ? [(reminded + 1) * rules.remindMs] : []),
  ];
  return draftedAt + Math.min(...waits);
}

function noticeOf(life: PublicationLife, why: keyof typeof RUNGS, ordinal: number): Notice {
  const { draft, draftedAt = 0, rules } = life;
  const task = deriveId('t', 'publication', draft?.release ?? life.about.quarter) as TaskId;
  return {
    id: noticeId(task, RUNGS[why], ordinal),
    kind: 'task-waits',
    target: { kind: 'rung', rung: RUNGS[why] },
    task,
    dueAt: draftedAt + (why === 'remind' ? rules.escalateMs : rules.lapseMs),
  };
}

function only(life: PublicationLife): PublicationStep {
  return { life, notices: [] };
}

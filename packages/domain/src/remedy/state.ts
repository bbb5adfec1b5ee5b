import type { RemedyOption, RemedySubject, ResponderRef } from '@hrd-shield/contracts/pure';

/** Times that people are told of one remedy; then it waits without a clock. */
export const MAX_REMINDERS = 24;

/** One remedy from its opening to its end. */
export interface RemedyLife {
  readonly about: RemedySubject;
  readonly state: 'open' | 'overdue' | RemedyOption;
  readonly isOpened: boolean;
  readonly reminders: number;
  readonly decidedBy?: ResponderRef;
  /** Epoch ms. */
  readonly decidedAt?: number;
}

/** Waiting for a decision, with nobody told of it yet. */
export function initialRemedy(about: RemedySubject): RemedyLife {
  return { about, state: 'open', isOpened: false, reminders: 0 };
}

/** Nothing more can happen to it. */
export function isRemedied(life: RemedyLife): boolean {
  return life.state !== 'open' && life.state !== 'overdue';
}

/** When people are told next: at half time, when due, and each time as long again. Epoch ms. */
export function nextReminderAt(life: RemedyLife): number | undefined {
  if (isRemedied(life) || life.reminders >= MAX_REMINDERS) return undefined;
  const { dueAt, openedAt } = life.about;
  const clockMs = dueAt - openedAt;
  return openedAt + (life.reminders === 0 ? clockMs / 2 : clockMs * life.reminders);
}

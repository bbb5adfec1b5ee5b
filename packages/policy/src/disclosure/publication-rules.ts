import type { PublicationRules } from '@hrd-shield/contracts';
import type { ReleasePlan } from './load-release-plan.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 1_440 * MINUTE_MS;

/** The clocks of one publication, as it keeps them to its end. */
export function publicationRulesOf({
  approvers,
  hash,
  publication,
}: ReleasePlan): PublicationRules {
  return {
    hash,
    approvers,
    lookMs: publication.lookSeconds * SECOND_MS,
    remindMs: publication.remindDays * DAY_MS,
    reminders: publication.reminders,
    escalateMs: publication.escalateDays * DAY_MS,
    lapseMs: publication.lapseDays * DAY_MS,
    prepareMs: publication.prepareMinutes * MINUTE_MS,
    stepMs: publication.stepMinutes * MINUTE_MS,
  };
}

/** Day of the first month after a quarter, from 1, and how late it may be made up for, ms. */
export function publicationCalendarOf({ publication, settleDays }: ReleasePlan): {
  readonly day: number;
  readonly catchUpMs: number;
} {
  return { day: settleDays + 1, catchUpMs: publication.catchUpDays * DAY_MS };
}

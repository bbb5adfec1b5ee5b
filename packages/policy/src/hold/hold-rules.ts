import { ADVERSE_GROUNDS, ADVERSE_ORIGINS } from '@hrd-shield/contracts';
import { z } from 'zod';

/** A hold is an interruption: none lasts longer than three days. */
const HOLD_MINUTES_MAX = 4_320;
/** @source response notes, section 2: what went ahead at once is reviewed within 24 h */
const REVIEW_HOURS_MAX = 24;
/** Nobody waits longer than an hour because a server of ours is down. */
const STALE_MINUTES_MAX = 60;

/** The file `rules/hold.yaml`. */
export const HoldRules = z.strictObject({
  version: z.string().min(1),
  holdMinutes: z.record(z.enum(ADVERSE_ORIGINS), z.number().min(1).max(HOLD_MINUTES_MAX)),
  neverHold: z
    .array(
      z.strictObject({
        ground: z.enum(ADVERSE_GROUNDS),
        when: z.enum(['always', 'due-before-the-end']),
      }),
    )
    .min(1)
    .refine((rules) => new Set(rules.map(({ ground }) => ground)).size === rules.length, {
      error: 'each ground stands once',
    }),
  reviewHours: z.number().positive().max(REVIEW_HOURS_MAX),
  staleHoldMinutes: z.number().min(1).max(STALE_MINUTES_MAX),
});

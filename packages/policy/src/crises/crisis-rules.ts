import { CRISIS_KINDS, type CrisisWindow, ResponderRef } from '@hrd-shield/contracts';
import { z } from 'zod';
import { countryCode, thresholdChanges } from '../threshold-changes.ts';

/** A window is an exception: a longer one takes a new record by two people. */
const WINDOW_DAYS_MAX = 31;
/** Declared long ahead, nobody remembers why. */
const AHEAD_DAYS_MAX = 92;
const FACTOR_MAX = 4;
const DAY_MS = 86_400_000;

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** One file `rules/crises/<id>.yaml`. */
export const CrisisRules = z
  .strictObject({
    id: z.string().regex(/^\d{4}-\d{2}-[a-z][a-z0-9-]{2,47}$/, '<year>-<month>-<words>'),
    kind: z.enum(CRISIS_KINDS),
    countries: z.array(countryCode).max(50),
    startsAt: moment,
    endsAt: moment,
    declaredAt: moment,
    declaredBy: z.array(ResponderRef).length(2, 'two people declare a crisis'),
    reason: z.string().min(10).max(240),
    detection: thresholdChanges,
    protection: z.strictObject({
      lifetimeFactor: z.number().min(1).max(FACTOR_MAX),
      dueFactor: z.number().min(0.1).max(1),
      quietFactor: z.number().min(1).max(FACTOR_MAX),
    }),
    rota: z
      .string()
      .regex(/^[a-z][a-z0-9-]{2,47}$/)
      .optional(),
  })
  .refine(({ declaredBy }) => new Set(declaredBy).size === declaredBy.length, {
    error: 'the two who declare a crisis are different people',
  })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, { error: 'a window ends after it begins' })
  .refine(({ startsAt, endsAt }) => endsAt - startsAt <= WINDOW_DAYS_MAX * DAY_MS, {
    error: `a window lasts at most ${WINDOW_DAYS_MAX} days`,
  })
  .refine(({ declaredAt, startsAt }) => startsAt >= declaredAt, {
    error: 'nothing is declared backwards',
  })
  .refine(({ declaredAt, startsAt }) => startsAt - declaredAt <= AHEAD_DAYS_MAX * DAY_MS, {
    error: `a window is declared at most ${AHEAD_DAYS_MAX} days ahead`,
  })
  .transform(({ rota, ...rest }): CrisisWindow => (rota === undefined ? rest : { ...rest, rota }));

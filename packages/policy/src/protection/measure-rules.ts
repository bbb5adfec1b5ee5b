import {
  CONSENT_CLASSES,
  HARM_CLASSES,
  HARM_PLACES,
  MEASURE_PARAMETERS,
  MEASURE_SUBJECTS,
  type ParameterName,
  type ParameterValue,
  REVERSALS,
  STATEMENT_SCOPES,
} from '@hrd-shield/contracts';
import { z } from 'zod';
import { quantity } from '../detection/quantity.ts';

const HOURS_MAX = 24 * 366;
const QUOTA_MAX = 10_000;

const name = z.string().regex(/^[a-z][a-z0-9-]{2,47}$/, 'lower-case words joined by hyphens');
const detector = z.string().regex(/^D([1-9]|1[0-9])$/, 'D1 to D19');
const hours = z.number().positive().max(HOURS_MAX);
const sentence = z.string().min(10).max(240);
const quota = z.int().min(1).max(QUOTA_MAX);

const names = Object.keys(MEASURE_PARAMETERS) as ParameterName[];
const Parameters = z.strictObject(
  Object.fromEntries(
    names.map((each) => [
      each,
      quantity<ParameterValue>(MEASURE_PARAMETERS[each] as z.ZodType<ParameterValue>).optional(),
    ]),
  ) as Record<ParameterName, z.ZodOptional<z.ZodType<ParameterValue>>>,
);

/** One entry of `rules/measures.yaml`. */
const MeasureEntry = z
  .strictObject({
    id: name,
    words: sentence,
    undo: sentence,
    /** Detectors whose harm it answers. */
    answers: z.array(detector).min(1),
    subject: z.enum(MEASURE_SUBJECTS),
    harm: z.enum(HARM_CLASSES),
    harmOn: z.enum(HARM_PLACES),
    harmTo: z.string().min(3).max(160),
    consent: z.enum(CONSENT_CLASSES),
    automaticAt: z.enum(['watch', 'guard', 'shield', 'never']),
    lifetimeHours: hours,
    longestHours: hours,
    verify: sentence,
    reversal: z.enum(REVERSALS),
    successor: name.optional(),
    /** Outsiders can see that it began. */
    visible: z.boolean().default(false),
    /** Counts against the weekly cap. */
    reducesReach: z.boolean().default(false),
    /** Needs a way in that was tried. */
    keepsPath: z.boolean().default(false),
    /** Tells the defender what was done. */
    tells: z.boolean().default(false),
    /** What a restricted account is told that it reaches. */
    statement: z.enum(STATEMENT_SCOPES).optional(),
    quotaPerHour: quota,
    quotaPerCampaignHour: quota.optional(),
    quotaPerRegionHour: quota.optional(),
    parameters: Parameters.optional(),
    sources: z.array(z.string().min(3)).min(1),
  })
  .refine((entry) => entry.longestHours >= entry.lifetimeHours, {
    error: 'the longest life is at least the usual one',
  })
  .refine((entry) => entry.automaticAt === 'never' || isMild(entry.harm, entry.consent), {
    error: 'an automatic measure is of low harm, unless it answers direct harm',
  })
  .refine((entry) => entry.automaticAt === 'never' || entry.consent !== 'ask-first', {
    error: 'a measure that asks first cannot be automatic',
  })
  .refine((entry) => (entry.subject === 'actors') === (entry.quotaPerRegionHour !== undefined), {
    error: 'quotas of campaign and region stand with measures on actors, and only there',
  })
  .refine((entry) => (entry.subject === 'actors') === (entry.quotaPerCampaignHour !== undefined), {
    error: 'quotas of campaign and region stand with measures on actors, and only there',
  })
  .refine((entry) => (entry.subject === 'actors') === (entry.statement !== undefined), {
    error: 'whoever is restricted gets a statement of reasons',
  })
  .refine((entry) => entry.subject !== 'actors' || entry.harmOn === 'speech', {
    error: 'a measure on actors costs speech',
  })
  .refine((entry) => entry.keepsPath === (entry.parameters?.keep !== undefined), {
    error: 'a measure on sign-in names the way in that it keeps',
  })
  .refine((entry) => !entry.reducesReach || entry.harmOn === 'reach', {
    error: 'what reduces reach says so',
  });

const LimitRules = z.strictObject({
  jitterSeconds: quantity(z.number().min(0).max(300)),
  reachHoursPerWeek: quantity(z.number().positive().max(168)),
  breakerFailuresPerHour: quantity(quota),
  breakerRejectionsPerHour: quantity(quota),
  breakerRestMinutes: quantity(z.number().positive().max(1440)),
  bandMin: quantity(z.int().min(5).max(100)),
});

/** The file `rules/measures.yaml`. */
export const MeasureRules = z.strictObject({
  version: z.string().min(1),
  limits: LimitRules,
  measures: z.array(MeasureEntry).min(1),
});
export type MeasureRules = z.infer<typeof MeasureRules>;

/** One file `rules/words/<language>.yaml`: the catalogue in another language. */
export const MeasureWordsRules = z.strictObject({
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?$/, 'BCP 47'),
  owner: z.string().min(1),
  /** When somebody who speaks it looked at it last; absent while nobody has. */
  reviewed: z.iso.date().optional(),
  words: z.record(name, z.strictObject({ words: sentence, undo: sentence })),
});
export type MeasureWordsRules = z.infer<typeof MeasureWordsRules>;

function isMild(harm: string, consent: string): boolean {
  return harm === 'none' || harm === 'low' || consent === 'emergency-then-tell';
}

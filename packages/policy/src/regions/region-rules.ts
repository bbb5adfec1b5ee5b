import { z } from 'zod';
import { countryCode, thresholdChanges } from '../threshold-changes.ts';

/** One file `rules/regions/<id>.yaml`: what is otherwise in some countries, and who answers for it. */
export const RegionRules = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{2,47}$/, 'lower-case words'),
  countries: z.array(countryCode).min(1).max(60),
  owner: z.string().min(1),
  reviewed: z.iso.date(),
  reason: z.string().min(10).max(240),
  detection: thresholdChanges.min(1),
});

/** Thresholds of some countries. */
export type Region = z.infer<typeof RegionRules>;

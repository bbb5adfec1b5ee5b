import { z } from 'zod';

/** ISO 3166-1 alpha-2. */
export const countryCode = z.string().regex(/^[A-Z]{2}$/);

/** Other numbers for thresholds of detection, by the names of `docs/reference/thresholds.md`. */
export const thresholdChanges = z
  .array(
    z.strictObject({
      threshold: z.string().regex(/^[a-z][\w.-]{2,119}$/i),
      value: z.number(),
      unit: z.string().min(1),
      source: z.string().min(1),
      owner: z.string().min(1),
    }),
  )
  .max(64);

export type ThresholdChange = z.infer<typeof thresholdChanges>[number];

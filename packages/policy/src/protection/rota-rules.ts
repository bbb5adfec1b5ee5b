import { CLEARANCES } from '@hrd-shield/contracts';
import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9-]{2,47}$/, 'lower-case words joined by hyphens');
const hour = z.int().min(0).max(24);
const language = z.string().regex(/^(\*|[a-z]{2,3})$/, 'a primary language tag, or *');
const skill = z.union([z.literal('*'), name]);

/** The file `rules/rota.yaml`: desks and rungs, never persons. */
export const RotaRules = z.strictObject({
  desks: z
    .array(
      z.strictObject({
        id: name,
        languages: z.array(language).min(1),
        skills: z.array(skill).min(1),
        clearance: z.enum(CLEARANCES),
        seats: z.int().min(1).max(1000),
        hours: z.strictObject({ from: hour, to: hour }),
      }),
    )
    .min(1),
  rungs: z
    .array(z.strictObject({ rung: name, desks: z.array(name).min(1), fallback: name.optional() }))
    .min(1),
  fallback: name.optional(),
  exposurePerShift: z.int().min(1).max(10_000),
});
export type RotaRules = z.infer<typeof RotaRules>;

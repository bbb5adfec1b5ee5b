import { z } from 'zod';
import { field } from './field.ts';
import { Ratio } from './units.ts';

/** A value of a parameter as it travels with a command. */
export const ParameterValue = z.union([z.string().max(64), z.number()]);
export type ParameterValue = z.infer<typeof ParameterValue>;

/**
 * Every parameter that a measure of the catalogue may have. A platform that does not know one
 * refuses the command instead of guessing.
 */
export const MEASURE_PARAMETERS = {
  audience: field(
    z.enum(['followed', 'followed-and-followers', 'nobody']),
    'who may reply to the defender and mention them',
    'plain',
  ),
  folder: field(
    z.enum(['screened']),
    'where hidden items go: still looked through for doxxing and threats',
    'plain',
  ),
  perMinute: field(z.int().min(1).max(60), 'acts a minute that are left to an account', 'plain'),
  weight: field(
    Ratio.refine((weight) => weight > 0, { error: 'never zero: a true report still counts' }),
    'share of the usual weight',
    'plain',
  ),
  reviewMinutes: field(z.int().min(1).max(120), 'minutes until a person has looked', 'plain'),
  match: field(z.enum(['exact', 'near']), 'how like the first item another one is', 'plain'),
  content: field(z.enum(['none']), 'what a message on the safe channel says', 'plain'),
  keep: field(
    z.enum(['tested-session-or-delegate']),
    'the way in that stays open; the platform refuses the measure when there is none',
    'plain',
  ),
  prompt: field(
    z.enum(['in-app']),
    'where a proof is asked: verifiable in the app, no link, no deadline that locks',
    'plain',
  ),
  undoSteps: field(z.int().min(1).max(1), 'steps from a notice to the end of a measure', 'plain'),
} as const satisfies Record<string, z.ZodType>;
export type ParameterName = keyof typeof MEASURE_PARAMETERS;

import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../error-codes.ts';
import { field } from '../field.ts';

const CODES = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];
const PLACES_MAX = 20;

/**
 * A refusal or fault, RFC 9457. Texts are constants of its code: no answer repeats what was sent.
 */
export const Problem = z.object({
  type: field(z.string(), 'address of the meaning of the code', 'plain'),
  title: field(z.string(), 'what happened, in one sentence without data', 'plain'),
  status: z.number().int().min(400).max(599),
  code: field(z.enum(CODES), 'code of the closed list', 'plain'),
  detail: field(z.string(), 'what to do', 'plain'),
  places: field(
    z.array(z.string()).max(PLACES_MAX).optional(),
    'fields that do not fit their schema, by name alone',
    'plain',
  ),
});
export type Problem = z.infer<typeof Problem>;

/** Media type of a `Problem`. @source RFC 9457, section 3 */
export const PROBLEM_TYPE = 'application/problem+json';

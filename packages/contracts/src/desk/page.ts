import { z } from 'zod';
import { field } from '../field.ts';

/** Entries of one page at most. */
export const PAGE_MAX = 100;
const PAGE_DEFAULT = 50;
const CURSOR_CHARS_MAX = 512;

/** How a list is read on. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  cursor: z
    .string()
    .regex(/^[\w.-]+$/)
    .max(CURSOR_CHARS_MAX)
    .optional(),
});

/** A list with the way to its next page. */
export function pageOf<Item extends z.ZodType>(items: Item) {
  return z.object({
    items: z.array(items).max(PAGE_MAX),
    next: field(z.string().optional(), 'cursor of the next page; absent on the last', 'plain'),
  });
}

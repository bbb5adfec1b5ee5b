import { z } from 'zod';
import { field } from '../field.ts';
import { CaseId, DefenderRef, RequestId, ResponderRef } from '../ids.ts';
import { ACTOR_RIGHTS, PARITY_PURPOSE, REVEAL_PURPOSES, SEALED_PARTS } from '../registry-words.ts';
import { ROW_PURPOSES, ROW_TABLE_NAMES } from '../row-words.ts';
import { EpochMs } from '../units.ts';

/** Which rows of a table: of one case, of one defender, or of a stretch of time. */
export const RowSlice = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('case'), case: CaseId }),
  z.strictObject({ by: z.literal('defender'), defender: DefenderRef }),
  z.strictObject({ by: z.literal('window'), from: EpochMs, to: EpochMs }),
]);

export type RowSlice = z.infer<typeof RowSlice>;

/** What one person asked for and another has to agree to. */
export const RevealShown = z.object({
  id: RequestId,
  kind: z.enum(['reveal', 'export', 'actors', 'rows', 'parity']),
  defender: DefenderRef.optional(),
  part: z.enum(SEALED_PARTS).optional(),
  right: z.enum(ACTOR_RIGHTS).optional(),
  rows: z
    .object({
      table: z.enum(ROW_TABLE_NAMES),
      slice: RowSlice,
      columns: z.array(z.string()),
      rowsMax: z.number().int(),
      legalBasis: z.string(),
      reason: field(z.string(), 'why, in the words of whoever asked', 'content'),
    })
    .optional(),
  /** Of parity: the quarter that is counted. */
  quarter: z.string().optional(),
  purpose: z.enum([...REVEAL_PURPOSES, ...ROW_PURPOSES, PARITY_PURPOSE]),
  by: ResponderRef,
  askedAt: EpochMs,
  agreedBy: ResponderRef.optional(),
  agreedAt: EpochMs.optional(),
  refusedBy: ResponderRef.optional(),
  refusedAt: EpochMs.optional(),
  usedAt: EpochMs.optional(),
});

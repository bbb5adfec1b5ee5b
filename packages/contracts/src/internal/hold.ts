import { z } from 'zod';
import { field } from '../field.ts';
import { DefenderRef, HoldId, ObjectRef } from '../ids.ts';
import { EpochMs } from '../units.ts';
import { ADVERSE_ACTIONS, ADVERSE_GROUNDS, ADVERSE_ORIGINS, HOLD_STATES } from '../vocabulary.ts';

/**
 * One hold as its topic tells it: how it began and, in a later record, how it ended. Neither the
 * account nor the platform's id of the action stands in it.
 */
export const HoldRecord = z.object({
  hold: field(HoldId, 'the hold', 'pseudonym'),
  defender: field(DefenderRef, 'whom the action is against', 'pseudonym'),
  subject: field(ObjectRef, "keyed hash of the platform's id of the action", 'pseudonym'),
  action: field(z.enum(ADVERSE_ACTIONS), 'what is asked', 'content'),
  origin: field(z.enum(ADVERSE_ORIGINS), 'who asked for it', 'content'),
  ground: field(z.enum(ADVERSE_GROUNDS), 'why it is asked', 'content'),
  state: field(z.enum(HOLD_STATES), 'where the hold is in its life', 'plain'),
  askedAt: field(EpochMs, 'when the platform asked, epoch ms', 'plain'),
  dueAt: field(EpochMs, 'end of the hold, or of the review of what proceeded, epoch ms', 'plain'),
  noticeBarredUntil: field(
    EpochMs.optional(),
    'the law bars telling the defender until then, epoch ms',
    'content',
  ),
  policyHash: field(z.string().regex(/^[0-9a-f]{64}$/), 'SHA-256 of the hold rules', 'plain'),
});
export type HoldRecord = z.infer<typeof HoldRecord>;

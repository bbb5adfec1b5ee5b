import { z } from 'zod';
import { field } from '../field.ts';
import { AccountId, HoldId } from '../ids.ts';
import { EpochMs } from '../units.ts';
import { ADVERSE_ACTIONS, ADVERSE_GROUNDS, ADVERSE_ORIGINS } from '../vocabulary.ts';

/** What the platform asks before it acts against anyone, so that asking tells nothing. */
export const AdverseQuestion = z.strictObject({
  account: field(AccountId, 'the account that the action is against', 'identity'),
  actionId: field(z.string().min(1).max(128), "the platform's id of the action", 'identity'),
  action: field(z.enum(ADVERSE_ACTIONS), 'what is to be done', 'content'),
  origin: field(z.enum(ADVERSE_ORIGINS), 'who asked for it', 'content'),
  ground: field(z.enum(ADVERSE_GROUNDS), 'why', 'content'),
  orderDueAt: field(
    EpochMs.optional(),
    'when a binding order must be carried out, epoch ms',
    'content',
  ),
  noticeBarredUntil: field(
    EpochMs.optional(),
    'until when the law bars telling the account of a request by a state, epoch ms',
    'content',
  ),
});
export type AdverseQuestion = z.infer<typeof AdverseQuestion>;

/** What may follow: go ahead, wait and ask again, or leave it. */
export const ADVERSE_VERDICTS = ['proceed', 'hold', 'refuse'] as const;

/**
 * The answer; every one has the same length. A hold ends at `until` at the latest: a platform that
 * gets no further answer then goes ahead.
 */
export const AdverseAnswer = z.object({
  verdict: field(z.enum(ADVERSE_VERDICTS), 'what the platform does', 'plain'),
  until: field(EpochMs, 'end of the wait, epoch ms; now when there is none', 'plain'),
  id: field(HoldId, 'random; names the hold where there is one', 'pseudonym'),
  pad: field(z.string(), 'blanks up to the length of every answer', 'plain'),
});
export type AdverseAnswer = z.infer<typeof AdverseAnswer>;

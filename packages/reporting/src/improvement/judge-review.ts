import {
  type CampaignId,
  type DefenderRef,
  type ImprovementId,
  NOBODY,
  type Outcome,
  outcomeId,
  type ResponderRef,
  type Verdict,
} from '@hrd-shield/contracts';
import { knownCampaign } from '@hrd-shield/domain/intake';
import { z } from 'zod';
import type { ReadRows } from '../ports.ts';
import { openReviews } from './open-reviews.ts';

/** A blind verdict of a person, or of a script that stands for one. */
export interface BlindVerdict {
  readonly review: ImprovementId;
  readonly responder: ResponderRef;
  readonly scripted: boolean;
  readonly verdict: Verdict;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * What a blind verdict becomes in the log. Of two verdicts on one review the first in the log stands.
 * An attack among what was not flagged is a campaign that was known by audit.
 * @returns undefined where the review is not open to this responder
 * @throws ShieldError of the store
 */
export async function judgeReview(
  readRows: ReadRows,
  { at, responder, review, scripted, verdict }: BlindVerdict,
): Promise<readonly Outcome[] | undefined> {
  const [open] = await openReviews(readRows, { responder, review, most: 1 });
  if (open === undefined) return undefined;
  const judged: Outcome = {
    id: outcomeId('review.judged', review, 0),
    kind: 'review.judged',
    defender: NOBODY,
    at,
    improvement: review,
    responder,
    scripted,
    verdict,
  };
  if (verdict !== 'confirmed') return [judged];
  const [drawn] = z.array(Unflagged).parse(await readRows(UNFLAGGED, { review }));
  if (drawn === undefined) return [judged];
  const { campaign, day_ms, defender } = drawn;
  const known = knownCampaign({
    ...{ by: 'audit', source: review, at, scripted, knownAt: day_ms ?? at },
    defender: defender as DefenderRef,
    ...(campaign === '' ? {} : { campaign: campaign as CampaignId }),
  });
  return [judged, known];
}

const Unflagged = z.object({
  defender: z.string(),
  campaign: z.string(),
  day_ms: z.coerce.number().nullable(),
});
// Whoever judges is not told of which kind it was: it is looked up after their word.
const UNFLAGGED = `SELECT defender, campaign, toUnixTimestamp64Milli(day) AS day_ms
FROM review_facts
WHERE review = {review:String} AND stream IN ('near-miss', 'silent')`;

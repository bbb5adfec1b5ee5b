import {
  type DefenderRef,
  type ImprovementId,
  type Outcome,
  outcomeId,
  type ResponderRef,
  type Verdict,
} from '@hrd-shield/contracts';
import type { ReadRows } from '../ports.ts';
import { openReviews } from './open-reviews.ts';

/** Stands where an outcome concerns nobody in particular. */
export const NOBODY = 'd_AAAAAAAAAAAAAAAAAAAAAA' as DefenderRef;

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
  return [judged];
}

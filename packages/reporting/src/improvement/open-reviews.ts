import { z } from 'zod';
import type { ReadRows } from '../ports.ts';

/** A review as whoever judges it may see it: nothing tells its stream, nor what anybody said before. */
export interface OpenReview {
  readonly review: string;
  readonly language: string;
  readonly region: string;
  readonly dueAt: string;
  /** Detectors that spoke, with the text of their reasons; empty for a day without signals. */
  readonly evidence: readonly EvidenceReason[];
  /** Defender and day, where there is no signal to show. */
  readonly look?: { readonly defender: string; readonly day: string };
}

/** Which open reviews to show. */
export interface OpenReviewQuery {
  readonly responder: string;
  readonly most: number;
  /** Those after this one, in an order that says nothing. */
  readonly after?: string | undefined;
  /** This one alone. */
  readonly review?: string | undefined;
}

const Row = z.object({
  review: z.string(),
  defender: z.string(),
  language: z.string(),
  region: z.string(),
  due: z.string(),
  day: z.string().nullable(),
  explanation: z.string(),
});

// Whoever decided anything in a case does not review it, by whichever name it was drawn; nor whoever drew, who knows which cases are
// golden, nor does anybody review a thing twice.
const SQL = `SELECT r.review AS review, r.defender AS defender, r.language AS language, r.region AS region,
  toString(assumeNotNull(r.due_at)) AS due, toString(toDate(r.day)) AS day, s.explanation AS explanation
FROM review_facts AS r
LEFT JOIN (
  SELECT campaign, argMax(explanation, (event_at, revision)) AS explanation
  FROM signal_facts GROUP BY campaign
) AS s ON s.campaign = r.campaign AND r.campaign != ''
WHERE r.sampled_at IS NOT NULL AND r.judged_at IS NULL
  AND ({review:String} = '' OR r.review = {review:String})
  AND ({after:String} = ''
    OR (cityHash64(r.review), r.review) > (cityHash64({after:String}), {after:String}))
  AND (r.case_id = '' OR r.case_id NOT IN (
    SELECT case_id FROM decision_facts WHERE responder = {responder:String} AND case_id != ''))
  AND (r.campaign = '' OR r.campaign NOT IN (
    SELECT campaign FROM case_facts WHERE case_id IN (
      SELECT case_id FROM decision_facts WHERE responder = {responder:String} AND case_id != '')))
  AND r.review NOT IN (
    SELECT improvement FROM outcome_facts
    WHERE kind = 'review.sampled' AND responder = {responder:String})
ORDER BY cityHash64(r.review), r.review
LIMIT {most:UInt32}`;

/** Reviews that this responder may judge, in an order that says nothing. */
export async function openReviews(
  readRows: ReadRows,
  { after = '', most, responder, review = '' }: OpenReviewQuery,
): Promise<readonly OpenReview[]> {
  const rows = z.array(Row).parse(await readRows(SQL, { after, most, responder, review }));
  return rows.map(({ day, defender, due, explanation, language, region, review: name }) => ({
    review: name,
    language,
    region,
    dueAt: due,
    evidence: evidenceOf(explanation),
    ...(explanation === '' && day !== null ? { look: { defender, day } } : {}),
  }));
}

/** What one detector saw. */
export type EvidenceReason = Readonly<Record<string, unknown>> & { readonly detector: string };

const Explanation = z.object({
  reasons: z.array(z.looseObject({ detector: z.string() })),
});

/** What was seen, without weights: a score would say what the machine thinks. */
function evidenceOf(explanation: string): readonly EvidenceReason[] {
  if (explanation === '') return [];
  const parsed = Explanation.safeParse(JSON.parse(explanation));
  if (!parsed.success) return [];
  return parsed.data.reasons.map(({ contribution: _, ...reason }) => reason as EvidenceReason);
}

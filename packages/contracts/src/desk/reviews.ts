import { z } from 'zod';
import { field } from '../field.ts';
import { CampaignId, DefenderRef, ImprovementId } from '../ids.ts';
import { Count, EpochMs } from '../units.ts';
import { REVIEW_STREAMS, VERDICTS } from '../vocabulary.ts';
import { PageQuery, pageOf } from './page.ts';
import { routes } from './route.ts';

const GOLDEN_MAX = 200;
const SEED_CHARS_MAX = 128;

/** A review as whoever judges it sees it: neither its stream, nor a score, nor what anybody said before. */
const ReviewShown = z.object({
  review: ImprovementId,
  language: field(z.string(), 'generalised; empty where unknown', 'content'),
  region: field(z.string(), 'generalised; empty where unknown', 'content'),
  dueAt: field(z.string(), 'by when a verdict is awaited', 'plain'),
  evidence: field(
    z.array(z.looseObject({ detector: z.string() })),
    'what detectors saw, without weights; empty for a day without signals',
    'content',
  ),
  look: field(
    z.object({ defender: DefenderRef, day: z.string() }).optional(),
    'whose log of which day to read, where there is no signal to show',
    'pseudonym',
  ),
});

/** A number with its interval at 95 % and its sample, or why there is none. */
const FigureShown = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('value'),
    value: z.number(),
    interval: z.object({ lower: z.number(), upper: z.union([z.number(), z.literal('open')]) }),
    n: z.number(),
    observed: z.number(),
  }),
  z.object({
    kind: z.literal('not-reached'),
    moreThan: z.number(),
    n: z.number(),
    observed: z.number(),
  }),
  z.object({ kind: z.literal('withheld'), minimumCell: z.number() }),
  z.object({ kind: z.literal('no-data') }),
]);

const Part = { from: z.coerce.number().pipe(EpochMs), to: z.coerce.number().pipe(EpochMs) };

/** Blind reviews of what was flagged and what was not: drawn, judged, and what they come to. */
export const REVIEW_ROUTES = routes({
  drawReviews: {
    method: 'POST',
    path: '/v1/review-draws',
    summary: 'Draws acting cases, golden cases and non-signals for a blind review, by a seed alone',
    resource: 'Review',
    status: 202,
    body: z.strictObject({
      seed: field(
        z.string().min(1).max(SEED_CHARS_MAX),
        'said before: the same seed draws the same',
        'plain',
      ),
      from: field(EpochMs, 'from here on, epoch ms', 'plain'),
      to: field(EpochMs, 'up to here, epoch ms', 'plain'),
      golden: field(
        z
          .array(
            z.strictObject({
              campaign: CampaignId,
              defender: DefenderRef,
              verdict: z.enum(['confirmed', 'rejected']),
            }),
          )
          .max(GOLDEN_MAX)
          .default([]),
        'cases whose verdict is beyond doubt',
        'pseudonym',
      ),
    }),
    reply: z.object({
      streams: z.array(
        z.object({ stream: z.enum(REVIEW_STREAMS), population: Count, drawn: Count }),
      ),
      reviews: field(Count, 'told to the log; drawn again they are the same ones', 'plain'),
    }),
    once: true,
    audit: 'every-use',
  },
  listReviews: {
    method: 'GET',
    path: '/v1/reviews',
    summary: 'Reviews that wait for a blind verdict of yours, in an order that says nothing',
    resource: 'Review',
    status: 200,
    query: PageQuery,
    reply: pageOf(ReviewShown),
    audit: 'every-use',
  },
  judgeReview: {
    method: 'POST',
    path: '/v1/reviews/{review}/verdict',
    summary: 'Gives a blind verdict; of two on one review the first in the log stands',
    resource: 'Review',
    status: 202,
    params: z.strictObject({ review: ImprovementId }),
    body: z.strictObject({ verdict: z.enum(VERDICTS) }),
    reply: z.object({ review: ImprovementId, verdict: z.enum(VERDICTS) }),
    once: true,
    audit: 'every-use',
  },
  readReviewQuality: {
    method: 'GET',
    path: '/v1/review-quality',
    summary: 'Precision by blind review, agreement, golden cases and what was missed',
    resource: 'Review',
    status: 200,
    query: z.strictObject({
      ...Part,
      scripted: z.enum(['true', 'false']).default('false'),
    }),
    reply: z.object({
      precision: FigureShown,
      unsure: FigureShown,
      kappa: FigureShown,
      ac1: FigureShown,
      golden: FigureShown,
      missed: FigureShown,
      missedAtMost: FigureShown,
      missedBy: z.object({ 'near-miss': FigureShown, silent: FigureShown }),
      open: field(Count, 'reviews that wait for a verdict', 'plain'),
    }),
    audit: 'refusals',
  },
});

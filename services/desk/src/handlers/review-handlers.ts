import type { ResponderRef } from '@hrd-shield/contracts';
import { type Figure, withheldUnder } from '@hrd-shield/domain';
import type { ImprovementPolicy } from '@hrd-shield/policy';
import type { PersonStore } from '@hrd-shield/postgres';
import type { Registry } from '@hrd-shield/registry';
import {
  drawReviews,
  judgeReview,
  type OpenReview,
  openReviews,
  type ReadRows,
  type ReviewQuality,
  readReviews,
  reviewQuality,
} from '@hrd-shield/reporting/improvement';
import type { TaskPrincipal } from '@hrd-shield/temporal';
import type { TellOutcomes } from '../outcome-teller.ts';
import type { Principal } from '../principal.ts';
import { done, type HandlersOf, refuse } from '../server/route-types.ts';
import { type Cursors, pageFrom } from '../server/sign-cursor.ts';
import { seatOf } from './seat-of.ts';

type Acts = 'drawReviews' | 'listReviews' | 'judgeReview' | 'readReviewQuality';

/** What is recorded, open for reviews. */
export interface ReviewStore {
  readonly readRows: ReadRows;
  /** Builds one row a case from what was recorded up to now. */
  build(): Promise<void>;
}

export interface ReviewParts {
  /** Absent where the desk was given no column store. */
  readonly store: ReviewStore | undefined;
  readonly registry: Pick<Registry['store'], 'list'>;
  readonly persons: PersonStore;
  readonly cursors: Cursors;
  readonly policy: ImprovementPolicy;
  readonly tell: TellOutcomes;
}

const LIST = 'reviews';
/** Designations whose days may be silent; more of them than this are not drawn from. */
const WATCHED_MAX = 100_000;
/** A draw looks at each day of everybody who is watched: a quarter at most. */
const DRAWN_MS_MAX = 92 * 86_400_000;

/** The same use cases as those of `hrd-shield improve`. */
export function createReviewHandlers(parts: ReviewParts): HandlersOf<Acts> {
  const { cursors, policy, store, tell } = parts;
  const reviewing = reviewsOf(parts);
  return {
    drawReviews: ({ body, now, principal }) =>
      reviewing(principal, async (store, who) => {
        const { from, to } = body;
        if (from >= to || to - from > DRAWN_MS_MAX) return refuse('review.bad-window');
        await store.build();
        const { outcomes, streams } = await drawReviews(
          store.readRows,
          {
            seed: body.seed,
            fromMs: from,
            toMs: to,
            at: now,
            drawnBy: who.responder,
            watched: await watched(parts),
            golden: body.golden,
          },
          policy,
        );
        await tell(outcomes);
        return done({ streams: [...streams], reviews: outcomes.length });
      }),
    listReviews: ({ principal, query }) =>
      reviewing(principal, async ({ readRows }, { responder }) => {
        const [after] = (cursors.read(LIST, query.cursor) ?? []) as [string?];
        const most = query.limit + 1;
        const found = await openReviews(readRows, { responder, most, after });
        const page = pageFrom(found, query.limit, ({ review }) => cursors.write(LIST, [review]));
        return done({ ...page, items: page.items.map(reviewBody) });
      }),
    judgeReview: ({ body, now, params, principal }) =>
      reviewing(principal, async ({ readRows }, who) => {
        const told = await judgeReview(readRows, {
          ...{ review: params.review, verdict: body.verdict, at: now },
          ...{ responder: who.responder as ResponderRef, scripted: who.scripted },
        });
        if (told === undefined) return refuse('review.unknown');
        await tell(told);
        return done({ review: params.review, verdict: body.verdict });
      }),
    readReviewQuality: async ({ query }) => {
      if (store === undefined) return refuse('review.no-store');
      if (query.from >= query.to) return refuse('review.bad-window');
      const rows = await readReviews(store.readRows, {
        ...{ fromMs: query.from, toMs: query.to },
        scripted: query.scripted === 'true',
      });
      return done(shownQuality(reviewQuality(rows), policy.precision.minimumCell));
    },
  };
}

type Does<Answer> = (store: ReviewStore, who: TaskPrincipal) => Promise<Answer>;

/** Does one thing with what is recorded, as whoever is signed in. */
function reviewsOf({ persons, store }: ReviewParts) {
  return async <Answer>(principal: Principal, does: Does<Answer>) => {
    const who = await seatOf(persons, principal);
    if (who === undefined) return refuse('access.refused');
    return store === undefined ? refuse('review.no-store') : does(store, who);
  };
}

/** Designations that are watched now, probes of the platform left out; pseudonyms alone. */
async function watched({ registry }: ReviewParts) {
  const all = await registry.list(WATCHED_MAX);
  return all.filter(({ probe, state }) => state === 'active' && !probe).map(({ ref }) => ref);
}

/** What few reviews come to would tell what somebody said of one of them. */
function shownQuality({ missedBy, open, ...figures }: ReviewQuality, floor: number) {
  const shown = (figure: Figure) => withheldUnder(figure, floor);
  return {
    precision: shown(figures.precision),
    unsure: shown(figures.unsure),
    kappa: shown(figures.kappa),
    ac1: shown(figures.ac1),
    golden: shown(figures.golden),
    missed: shown(figures.missed),
    missedAtMost: shown(figures.missedAtMost),
    missedBy: { 'near-miss': shown(missedBy['near-miss']), silent: shown(missedBy.silent) },
    open,
  };
}

function reviewBody({ evidence, look, ...review }: OpenReview) {
  return { ...review, evidence: [...evidence], ...(look === undefined ? {} : { look }) };
}

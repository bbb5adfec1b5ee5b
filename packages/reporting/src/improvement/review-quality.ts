import { REVIEW_STREAMS, VERDICTS } from '@hrd-shield/contracts';
import {
  agreement,
  type Cluster,
  chanceAgreement,
  clusteredRatio,
  type Figure,
  missedShare,
} from '@hrd-shield/domain';
import { z } from 'zod';
import type { ReadRows } from '../ports.ts';

/** A blind review as the figures need it; the person is a number that leads nowhere. */
export const ReviewRow = z.object({
  stream: z.enum(REVIEW_STREAMS),
  /** Which draw, by its instant, epoch ms. */
  draw_ms: z.coerce.number(),
  population: z.coerce.number(),
  person: z.string(),
  expected: z.string(),
  verdict: z.string(),
  first_verdict: z.string(),
});
export type ReviewRow = z.infer<typeof ReviewRow>;

/** What blind reviews say. Shares are 0 to 1. */
export interface ReviewQuality {
  /** Acting cases that a second person, blind, confirmed; *unsure* counts as not confirmed. */
  readonly precision: Figure;
  /** Acting cases that the second person left unsure. */
  readonly unsure: Figure;
  /** First and second verdict, beyond chance: Cohen's kappa. */
  readonly kappa: Figure;
  /** The same by Gwet's AC1, which holds where nearly all is confirmed. */
  readonly ac1: Figure;
  /** Golden cases judged as they are; *unsure* counts as wrong. */
  readonly golden: Figure;
  /** Of what was not flagged, how much was an attack. */
  readonly missed: Figure;
  /** The same were everything that stayed unsure an attack. */
  readonly missedAtMost: Figure;
  /** By what was not flagged: campaigns under guard, and silent days. */
  readonly missedBy: Readonly<Record<'near-miss' | 'silent', Figure>>;
  /** Reviews that wait for a verdict. */
  readonly open: number;
}

const SQL = `SELECT stream, toUnixTimestamp64Milli(assumeNotNull(sampled_at)) AS draw_ms, population,
  toString(cityHash64(defender)) AS person, expected, verdict, first_verdict
FROM review_facts
WHERE sampled_at IS NOT NULL AND sampled_at >= fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')
  AND sampled_at <= fromUnixTimestamp64Milli({to_ms:Int64}, 'UTC')
  AND (judged_at IS NULL OR scripted = {scripted:Bool})`;

/** @throws ShieldError of the store */
export async function readReviews(
  readRows: ReadRows,
  about: { readonly fromMs: number; readonly toMs: number; readonly scripted: boolean },
): Promise<readonly ReviewRow[]> {
  const { fromMs, scripted, toMs } = about;
  const params = { from_ms: fromMs, to_ms: toMs, scripted: scripted ? 1 : 0 };
  return z.array(ReviewRow).parse(await readRows(SQL, params));
}

/** Figures of blind reviews. */
export function reviewQuality(rows: readonly ReviewRow[]): ReviewQuality {
  const judged = rows.filter(({ verdict }) => verdict !== '');
  const acting = judged.filter(({ stream }) => stream === 'acting');
  const golden = judged.filter(({ stream }) => stream === 'golden');
  const pairs = acting
    .filter(({ first_verdict }) => first_verdict !== '')
    .map(({ first_verdict, verdict }) => [first_verdict, verdict] as const);
  const missed = (streams: readonly string[], counts: readonly string[]): Figure =>
    missedShare(
      strataOf(rows.filter(({ stream }) => streams.includes(stream))).map((stratum) => ({
        population: stratum[0]?.population ?? 0,
        reviewed: clustersOf(
          stratum.filter(({ verdict }) => verdict !== ''),
          ({ verdict }) => counts.includes(verdict),
        ),
      })),
    );
  const both = ['near-miss', 'silent'];
  return {
    precision: clusteredRatio(clustersOf(acting, ({ verdict }) => verdict === 'confirmed')),
    unsure: clusteredRatio(clustersOf(acting, ({ verdict }) => verdict === 'unsure')),
    kappa: agreement(pairs),
    ac1: chanceAgreement(pairs, VERDICTS),
    golden: clusteredRatio(clustersOf(golden, ({ expected, verdict }) => verdict === expected)),
    missed: missed(both, ['confirmed']),
    missedAtMost: missed(both, ['confirmed', 'unsure']),
    missedBy: {
      'near-miss': missed(['near-miss'], ['confirmed']),
      silent: missed(['silent'], ['confirmed']),
    },
    open: rows.length - judged.length,
  };
}

/** A stream of one draw each: it was drawn from one population. */
function strataOf(rows: readonly ReviewRow[]): readonly (readonly ReviewRow[])[] {
  const strata = new Map<string, ReviewRow[]>();
  for (const row of rows) {
    const name = `${row.stream}/${row.draw_ms}`;
    strata.set(name, [...(strata.get(name) ?? []), row]);
  }
  return [...strata.values()];
}

function clustersOf(
  rows: readonly ReviewRow[],
  isHit: (row: ReviewRow) => boolean,
): readonly Cluster[] {
  const people = new Map<string, { hits: number; n: number }>();
  for (const row of rows) {
    const { hits, n } = people.get(row.person) ?? { hits: 0, n: 0 };
    people.set(row.person, { hits: hits + (isHit(row) ? 1 : 0), n: n + 1 });
  }
  return [...people.values()];
}

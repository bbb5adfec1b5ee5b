import {
  type DefenderRef,
  improvementId,
  type Outcome,
  outcomeId,
  type ResponderRef,
  type ReviewStream,
  type Verdict,
} from '@hrd-shield/contracts';
import { drawSample } from '@hrd-shield/domain';
import type { ImprovementPolicy } from '@hrd-shield/policy';
import { z } from 'zod';
import type { ReadRows } from '../ports.ts';

const DAY_MS = 86_400_000;

/** What a draw is made from. Times are epoch ms; from is in, to is out. */
export interface DrawQuestion {
  /** Said before the names are known, so that nobody can choose whom it falls on. */
  readonly seed: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly at: number;
  /** Who draws, and so reviews none of it: they know which cases are golden. */
  readonly drawnBy: ResponderRef;
  /** Whose days may be silent: designations that are watched. */
  readonly watched: readonly DefenderRef[];
  /** Cases whose verdict is known beyond doubt. */
  readonly golden: readonly GoldenCase[];
}

/**
 * A case whose verdict is known beyond doubt; it measures who reviews, and stays unmarked among
 * the others.
 */
export const GoldenCase = z.object({
  campaign: z.string().regex(/^c_/),
  defender: z.string().regex(/^d_/),
  verdict: z.enum(['confirmed', 'rejected']),
});
export type GoldenCase = z.infer<typeof GoldenCase>;

/** What of a stream was drawn, out of how many. */
export interface DrawnStream {
  readonly stream: ReviewStream;
  readonly population: number;
  readonly drawn: number;
}

interface Candidate {
  readonly defender: string;
  readonly case_id?: string;
  readonly campaign?: string;
  readonly language?: string;
  readonly region?: string;
  /** Epoch ms, of a silent day. */
  readonly day?: number;
  readonly expected?: Verdict;
}

const CandidateRow = z.object({
  defender: z.string(),
  case_id: z.string().optional(),
  campaign: z.string().optional(),
  language: z.string().optional(),
  region: z.string().optional(),
});

const WINDOW = (column: string): string =>
  `${column} >= fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')
   AND ${column} < fromUnixTimestamp64Milli({to_ms:Int64}, 'UTC')`;

const ACTING = `SELECT case_id, campaign, defender, language, region FROM case_facts
 WHERE acting AND verdict != '' AND ${WINDOW('opened_at')}`;
const NEAR_MISS = `SELECT campaign, defender FROM campaign_facts
 WHERE acting_at IS NULL AND watch_at IS NOT NULL AND ${WINDOW('watch_at')}`;
const SPOKEN = `SELECT DISTINCT defender, toUnixTimestamp(toStartOfDay(event_at)) * 1000 AS day_ms
 FROM signal_facts WHERE ${WINDOW('event_at')}`;

/**
 * Draws what is reviewed blind: acting cases, golden cases, campaigns that stayed under guard, and
 * days of a defender without any signal. Each becomes an outcome; drawing again gives the same ones.
 * @throws ShieldError of the store
 */
export async function drawReviews(
  readRows: ReadRows,
  question: DrawQuestion,
  { hash, sample }: Pick<ImprovementPolicy, 'hash' | 'sample'>,
): Promise<{ readonly streams: readonly DrawnStream[]; readonly outcomes: readonly Outcome[] }> {
  const params = { from_ms: question.fromMs, to_ms: question.toMs };
  const read = async (sql: string): Promise<readonly Candidate[]> =>
    z.array(CandidateRow).parse(await readRows(sql, params)) as readonly Candidate[];
  const golden = question.golden.map(({ verdict, ...of }) => ({ ...of, expected: verdict }));
  const silent = await silentDays(readRows, question);
  const sources: readonly (readonly [ReviewStream, readonly Candidate[], number])[] = [
    ['acting', await read(ACTING), sample.acting],
    ['golden', golden, golden.length],
    ['near-miss', await read(NEAR_MISS), sample.nearMiss],
    ['silent', silent, sample.silent],
  ];
  const streams = sources.map(([stream, all, size]) => {
    const drawn = drawSample(all, nameOf, { seed: `${question.seed}/${stream}`, size });
    return { stream, population: all.length, drawn };
  });
  return {
    streams: streams.map((one) => ({ ...one, drawn: one.drawn.length })),
    outcomes: streams.flatMap(({ drawn, population, stream }) =>
      drawn.map((one) => ({
        ...sampledOutcome(one, stream, question),
        population,
        policyHash: hash,
        dueAt: question.at + sample.dueDays * DAY_MS,
      })),
    ),
  };
}

function sampledOutcome(of: Candidate, stream: ReviewStream, question: DrawQuestion): Outcome {
  const { at, fromMs, seed, toMs } = question;
  const review = improvementId(`draw/${seed}/${fromMs}/${toMs}/${stream}`, nameOf(of));
  const { campaign = '', case_id = '', day, expected, language = '', region = '' } = of;
  return {
    id: outcomeId('review.sampled', review, 0),
    kind: 'review.sampled',
    defender: of.defender as Outcome['defender'],
    at,
    improvement: review,
    responder: question.drawnBy,
    reason: stream,
    ...(campaign === '' ? {} : { campaign: campaign as NonNullable<Outcome['campaign']> }),
    ...(case_id === '' ? {} : { case: case_id as NonNullable<Outcome['case']> }),
    ...(day === undefined ? {} : { eventAt: day }),
    ...(expected === undefined ? {} : { option: expected }),
    ...(language === '' ? {} : { language }),
    ...(region === '' ? {} : { region }),
  };
}

/** Whole days inside the window on which no signal of any tier spoke of a watched defender. */
async function silentDays(
  readRows: ReadRows,
  { fromMs, toMs, watched }: DrawQuestion,
): Promise<readonly Candidate[]> {
  const rows = await readRows(SPOKEN, { from_ms: fromMs, to_ms: toMs });
  const spoken = new Set(rows.map(({ day_ms, defender }) => `${defender}/${Number(day_ms)}`));
  const days: number[] = [];
  const first = Math.ceil(fromMs / DAY_MS) * DAY_MS;
  for (let day = first; day + DAY_MS <= toMs; day += DAY_MS) days.push(day);
  return watched.flatMap((defender) =>
    days
      .filter((day) => !spoken.has(`${defender}/${day}`))
      .map((day) => ({ defender: defender as string, day })),
  );
}

function nameOf({ campaign = '', case_id = '', day = 0, defender }: Candidate): string {
  return `${defender}/${case_id}/${campaign}/${day}`;
}

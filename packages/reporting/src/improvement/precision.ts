import type { Cluster, Drift, DriftRules, Figure } from '@hrd-shield/domain';
import { clusteredRatio, ratioDrift, withheldUnder } from '@hrd-shield/domain';
import { z } from 'zod';
import type { ReadRows } from '../ports.ts';

/** By what precision is sliced. */
export const PRECISION_SLICES = ['detector', 'language', 'region', 'threat'] as const;
export type PrecisionSlicing = (typeof PRECISION_SLICES)[number];

/** What is looked at. Times are epoch ms; from is in, to is out. */
export interface PrecisionQuestion {
  readonly by: PrecisionSlicing;
  readonly fromMs: number;
  readonly toMs: number;
  /** Verdicts of scripts instead of those of people. */
  readonly scripted: boolean;
}

/** Precision of one detector, language, region or threat. */
export interface PrecisionSlice {
  readonly name: string;
  readonly precision: Figure;
  /** Of those judged, how many were confirmed first and taken back by an appeal of a third party. */
  readonly overturned: number;
}

/** The drift of one slice. */
export interface SliceDrift extends Drift {
  readonly by: PrecisionSlicing;
  readonly name: string;
}

const SliceRow = z.object({
  slice: z.string(),
  hits: z.coerce.number(),
  n: z.coerce.number(),
  overturned: z.coerce.number(),
  people: z.coerce.number(),
});
type SliceRow = z.infer<typeof SliceRow>;

const SOURCES: Readonly<Record<PrecisionSlicing, string>> = {
  // A case counts for each detector that spoke for its campaign.
  detector: `case_facts AS c INNER JOIN (
      SELECT campaign, arrayJoin(arrayDistinct(flatten(groupArray(detectors)))) AS detector
      FROM signal_facts GROUP BY campaign) AS s ON s.campaign = c.campaign`,
  language: 'case_facts AS c',
  region: 'case_facts AS c',
  threat: 'case_facts AS c',
};

/** Sums by person inside the store: no row of one person leaves it. */
function sqlOf(by: PrecisionSlicing): string {
  const slice = by === 'detector' ? 's.detector' : `c.${by}`;
  return `SELECT slice, hits, n, overturned, count() AS people
FROM (
  SELECT slice, person, countIf(confirmed AND NOT taken_back) AS hits, count() AS n,
    countIf(confirmed AND taken_back) AS overturned
  FROM (
    SELECT toString(${slice}) AS slice, c.defender AS person, c.verdict = 'confirmed' AS confirmed,
      c.case_id IN (
        SELECT case_id FROM remedy_facts WHERE cause = 'appeal-of-third-party'
          AND ended_as IN ('restored', 'partly')
          AND ended_at < fromUnixTimestamp64Milli({to_ms:Int64}, 'UTC')) AS taken_back
    FROM ${SOURCES[by]}
    WHERE c.acting AND c.verdict IN ('confirmed', 'rejected') AND c.scripted = {scripted:Bool}
      AND c.raised_at >= fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')
      AND c.raised_at < fromUnixTimestamp64Milli({to_ms:Int64}, 'UTC')
  )
  GROUP BY slice, person
)
GROUP BY slice, hits, n, overturned
ORDER BY slice, hits, n, overturned`;
}

/**
 * Precision at the acting tiers from the verdicts of responders; a confirmed case whose measure was
 * taken back on appeal of a third party counts as wrong.
 * @throws ShieldError of the store
 */
export async function readPrecision(
  readRows: ReadRows,
  question: PrecisionQuestion,
  minimumCell: number,
): Promise<readonly PrecisionSlice[]> {
  const slices = await readSlices(readRows, question);
  return [...slices].map(([name, rows]) => ({
    name: name === '' ? 'unknown' : name,
    precision: withheldUnder(clusteredRatio(clustersOf(rows)), minimumCell),
    overturned: rows.reduce((sum, { overturned, people }) => sum + overturned * people, 0),
  }));
}

/**
 * Whether precision has changed for any slice, beside the time before.
 * @param at epoch ms
 * @throws ShieldError of the store
 */
export async function readDrift(
  readRows: ReadRows,
  at: number,
  rules: DriftRules & {
    readonly latelyMs: number;
    readonly beforeMs: number;
    readonly scripted: boolean;
  },
): Promise<readonly SliceDrift[]> {
  const { beforeMs, latelyMs, scripted } = rules;
  const since = at - latelyMs;
  const drifts: SliceDrift[] = [];
  for (const by of PRECISION_SLICES) {
    const lately = await readSlices(readRows, { by, fromMs: since, toMs: at, scripted });
    const before = await readSlices(readRows, {
      by,
      fromMs: since - beforeMs,
      toMs: since,
      scripted,
    });
    for (const name of [...new Set([...before.keys(), ...lately.keys()])].sort()) {
      const sides = {
        before: clustersOf(before.get(name) ?? []),
        lately: clustersOf(lately.get(name) ?? []),
      };
      drifts.push({ by, name: name === '' ? 'unknown' : name, ...ratioDrift(sides, rules) });
    }
  }
  return drifts;
}

async function readSlices(
  readRows: ReadRows,
  { by, fromMs, scripted, toMs }: PrecisionQuestion,
): Promise<ReadonlyMap<string, readonly SliceRow[]>> {
  const params = { from_ms: fromMs, to_ms: toMs, scripted: scripted ? 1 : 0 };
  const rows = z.array(SliceRow).parse(await readRows(sqlOf(by), params));
  const slices = new Map<string, SliceRow[]>();
  for (const row of rows) slices.set(row.slice, [...(slices.get(row.slice) ?? []), row]);
  return slices;
}

function clustersOf(rows: readonly SliceRow[]): readonly Cluster[] {
  return rows.flatMap(({ hits, n, people }) => Array.from({ length: people }, () => ({ hits, n })));
}

import { createClient } from '@clickhouse/client';
import { type Clickhouse, outcomeRow } from '@hrd-shield/clickhouse';
import { anOutcome } from '../../record/builders.ts';

const BATCH_ROWS = 10_000;

export interface InsertRate {
  readonly rows: number;
  /** Rows a second into `outcomes`, with identity, dedup token and checks: median of the rounds. */
  readonly oursPerSecond: number;
  /** The same rows by the bare client into a table without any of it. */
  readonly barePerSecond: number;
  /** Median of the ratios of each round; goal at least 0.8. */
  readonly ratio: number;
}

/** Alternates our insert with that of the bare client, on the same rows. */
export async function insertRate(
  store: Clickhouse,
  clickhouseUrl: string,
  sizes: { readonly rows: number; readonly rounds: number },
): Promise<InsertRate> {
  const bare = createClient({ url: new URL(clickhouseUrl).origin, database: store.database });
  const ratios: { ours: number; bare: number }[] = [];
  for (let round = 0; round < sizes.rounds; round += 1) {
    const rows = Array.from({ length: sizes.rows }, (_, at) =>
      outcomeRow(anOutcome(round * sizes.rows + at), 0),
    );
    await store.command('DROP TABLE IF EXISTS bare_outcomes');
    await store.command(
      'CREATE TABLE bare_outcomes AS outcomes ENGINE = MergeTree ORDER BY (kind, id)',
    );
    const batches = Array.from({ length: Math.ceil(rows.length / BATCH_ROWS) }, (_, at) =>
      rows.slice(at * BATCH_ROWS, (at + 1) * BATCH_ROWS),
    );
    const takeOurs = () =>
      perSecond(rows.length, async () => {
        for (const batch of batches) {
          await store.insert({ table: 'outcomes', rows: batch, ids: batch.map(({ id }) => id) });
        }
      });
    const takeBare = () =>
      perSecond(rows.length, async () => {
        for (const values of batches) {
          await bare.insert({ table: 'bare_outcomes', values, format: 'JSONEachRow' });
        }
      });
    const isOursFirst = round % 2 === 0;
    const first = isOursFirst ? await takeOurs() : await takeBare();
    const second = isOursFirst ? await takeBare() : await takeOurs();
    ratios.push(isOursFirst ? { ours: first, bare: second } : { ours: second, bare: first });
  }
  await bare.close();
  return {
    rows: sizes.rows,
    oursPerSecond: Math.round(middle(ratios.map(({ ours }) => ours))),
    barePerSecond: Math.round(middle(ratios.map((each) => each.bare))),
    ratio: Number(middle(ratios.map((each) => each.ours / each.bare)).toFixed(3)),
  };
}

async function perSecond(rows: number, work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (rows * 1_000) / (performance.now() - began);
}

function middle(of: readonly number[]): number {
  return [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
}

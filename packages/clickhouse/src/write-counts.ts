import type { Clickhouse } from './clickhouse.ts';
import {
  type HopCount,
  hopCountId,
  type PopulationCount,
  populationCountId,
} from './rows/count-rows.ts';

/**
 * Feeds the loss benchmark: what each hop took in, and what became of it.
 * @throws ShieldError as `Clickhouse.insert`
 */
export async function writeHopCounts(
  store: Clickhouse,
  counts: readonly HopCount[],
): Promise<void> {
  await store.insert({ table: 'hop_counts', rows: counts, ids: counts.map(hopCountId) });
}

/**
 * Feeds the exposure of the false-alarm benchmark: how many designations were watched on each day.
 * @throws ShieldError as `Clickhouse.insert`
 */
export async function writePopulation(
  store: Clickhouse,
  counts: readonly PopulationCount[],
): Promise<void> {
  const ids = counts.map(populationCountId);
  await store.insert({ table: 'population_counts', rows: counts, ids });
}

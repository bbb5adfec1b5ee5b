import { aggregateSql, type Benchmark } from '@hrd-shield/policy';
import { computeResult, type Disclosure } from './compute-result.ts';
import { inOrder } from './frozen/frozen-inputs.ts';
import type { ReadRows } from './ports.ts';
import type { BenchmarkResult, Report } from './result.ts';
import { sampleRows } from './sample-rows.ts';

/** What a report is computed for. */
export interface ReportOptions {
  /** Facts up to here count; what is open then is censored there. Epoch ms. */
  readonly asOf: number;
  /** The store holds a synthetic city: nobody in it is real, so small cells are shown. */
  readonly synthetic: boolean;
}

/** Runs every definition, one after the other, so that the store is never asked ten things at once. */
export async function computeBenchmarks(
  readRows: ReadRows,
  benchmarks: readonly Benchmark[],
  options: ReportOptions,
): Promise<Report> {
  const results: BenchmarkResult[] = [];
  for (const benchmark of benchmarks) {
    results.push(await computeBenchmark(readRows, benchmark, options));
  }
  return { asOf: options.asOf, synthetic: options.synthetic, results };
}

/**
 * Runs one definition.
 * @throws ShieldError of the store, or `config.invalid` when the formula yields other columns
 */
export async function computeBenchmark(
  readRows: ReadRows,
  benchmark: Benchmark,
  options: ReportOptions,
): Promise<BenchmarkResult> {
  const { definition } = benchmark;
  const rows = inOrder(await readRows(aggregateSql(definition), { as_of_ms: options.asOf }));
  const disclosure: Disclosure = { showSmallCells: options.synthetic };
  return computeResult(benchmark, sampleRows(definition, rows), disclosure);
}

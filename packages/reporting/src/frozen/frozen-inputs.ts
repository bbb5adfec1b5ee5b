import { BenchmarkDefinition } from '@hrd-shield/contracts';
import { aggregateSql, type Benchmark } from '@hrd-shield/policy';
import { z } from 'zod';
import type { ReadRows } from '../ports.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * Everything that figures are computed from: what each formula yielded at the freeze, with its
 * definition. Rows may be small cells, so this stays inside; its hash is published.
 */
export const FrozenInputs = z.strictObject({
  format: z.literal('hrd-shield.inputs.v1'),
  /** Epoch ms. */
  asOf: z.number().int(),
  synthetic: z.boolean(),
  benchmarks: z.array(
    z.strictObject({
      formulaHash: z.string(),
      definition: BenchmarkDefinition,
      rows: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
});
export type FrozenInputs = z.infer<typeof FrozenInputs>;

/** Reads what every formula yields now. */
export async function freezeInputs(
  readRows: ReadRows,
  benchmarks: readonly Benchmark[],
  options: { readonly asOf: number; readonly synthetic: boolean },
): Promise<FrozenInputs> {
  const frozen: FrozenInputs['benchmarks'] = [];
  for (const { definition, formulaHash } of benchmarks) {
    const rows = inOrder(await readRows(aggregateSql(definition), { as_of_ms: options.asOf }));
    frozen.push({ formulaHash, definition, rows: [...rows] });
  }
  const { asOf, synthetic } = options;
  return { format: 'hrd-shield.inputs.v1', asOf, synthetic, benchmarks: frozen };
}

/** Rows in one order: a store returns them in any, and sums of fractions depend on it. */
export function inOrder<Row extends object>(rows: readonly Row[]): readonly Row[] {
  return rows
    .map((row) => [canonicalJson(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row);
}

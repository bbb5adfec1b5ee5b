import { ShieldError } from '@hrd-shield/contracts';
import type { ReleasePlan } from '@hrd-shield/policy';
import { z } from 'zod';
import { inOrder } from '../frozen/frozen-inputs.ts';
import type { ReadRows } from '../ports.ts';
import type { Quarter } from './quarter.ts';

const Truth = z.union([z.boolean(), z.literal(0), z.literal(1)]).transform(Boolean);

/** One fact with whom it concerns. It never leaves the house: releases are made from it. */
export const ReleaseFact = z.strictObject({
  person: z.string().min(1),
  unit: z.string().min(1),
  atMs: z.number().int(),
  values: z.record(z.string(), z.string()),
  /** Present where times are published. */
  duration: z.strictObject({ ms: z.number().min(0), observed: z.boolean() }).optional(),
});
export type ReleaseFact = z.infer<typeof ReleaseFact>;

/** All facts of a quarter as they were at its freeze, by population. */
export const FrozenFacts = z.strictObject({
  format: z.literal('hrd-shield.release-facts.v1'),
  quarter: z.string(),
  /** Epoch ms. */
  asOf: z.number().int(),
  planHash: z.string(),
  rulesHash: z.string(),
  populations: z.record(z.string(), z.array(ReleaseFact)),
});
export type FrozenFacts = z.infer<typeof FrozenFacts>;

/**
 * Reads the facts of a quarter.
 * @throws ShieldError of the store, or `config.invalid` when a statement yields other columns
 */
export async function freezeFacts(
  readRows: ReadRows,
  plan: ReleasePlan,
  about: { readonly quarter: Quarter; readonly asOf: number; readonly rulesHash: string },
): Promise<FrozenFacts> {
  const { asOf, quarter, rulesHash } = about;
  const params = { as_of_ms: asOf, from_ms: quarter.fromMs, to_ms: quarter.toMs };
  const populations: Record<string, ReleaseFact[]> = {};
  for (const { dimensions, id, sql } of plan.populations) {
    const names = Object.keys(dimensions);
    const rows = inOrder(await readRows(sql, params));
    populations[id] = rows.map((row) => factOf(row, names, id));
  }
  const { hash: planHash } = plan;
  const format = 'hrd-shield.release-facts.v1' as const;
  return { format, quarter: quarter.name, asOf, planHash, rulesHash, populations };
}

function factOf(
  row: Readonly<Record<string, unknown>>,
  dimensions: readonly string[],
  population: string,
): ReleaseFact {
  const observed = 'observed' in row ? Truth.parse(row.observed) : undefined;
  const fact = ReleaseFact.safeParse({
    person: row.person,
    unit: row.unit,
    atMs: row.at_ms,
    values: Object.fromEntries(dimensions.map((each) => [each, row[each]])),
    ...(observed === undefined ? {} : { duration: { ms: row.duration_ms, observed } }),
  });
  if (fact.success) return fact.data;
  throw new ShieldError('config.invalid', {
    detail: `population ${population}: ${z.prettifyError(fact.error)}`,
  });
}

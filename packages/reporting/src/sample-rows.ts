import { type BenchmarkDefinition, ShieldError } from '@hrd-shield/contracts';
import { z } from 'zod';

/** One row of a formula, as its statistic needs it. */
export interface SampleRow {
  readonly slice: string | undefined;
  readonly clockScale: number | undefined;
  readonly scripted: boolean | undefined;
  /** Sample size; over all people of the row, where it tells them. */
  readonly n: number;
  /** How many people have this many hits of this many cases; only where intervals cluster. */
  readonly people?: number;
  /** Part that the people of the row are in; only where intervals cluster. */
  readonly fold?: number;
  /** How many of `n` each of two lookers saw; only where the unseen are reckoned in. */
  readonly saw?: { readonly one: number; readonly other: number };
  /** How a case ended, empty while it is open; only where ends compete. */
  readonly endedAs?: string;
  /** Duration, value or hits. */
  readonly value: number;
  readonly observed: boolean;
  readonly exposure: number | undefined;
}

const Amount = z.number().min(0);
const Truth = z.union([z.boolean(), z.literal(0), z.literal(1)]).transform(Boolean);
const Common = { n: z.number().int().min(0), scripted: Truth.optional() };
const Scale = z.number().positive().optional();
const Fold = z.number().int().min(0).optional();

const ROWS = {
  'km-quantiles': z.strictObject({
    ...Common,
    clock_scale: Scale,
    fold: Fold,
    duration_ms: Amount,
    observed: Truth,
  }),
  quantiles: z.strictObject({ ...Common, clock_scale: Scale, fold: Fold, value: Amount }),
  'signed-quantiles': z.strictObject({
    ...Common,
    clock_scale: Scale,
    fold: Fold,
    value: z.number(),
  }),
  ratio: z.strictObject({ ...Common, clock_scale: Scale, hits: Amount }),
  'clustered-ratio': z.strictObject({
    ...Common,
    clock_scale: Scale,
    hits: Amount,
    people: z.number().int().min(1),
  }),
  parity: z.strictObject({
    ...Common,
    clock_scale: Scale,
    hits: Amount,
    people: z.number().int().min(1).optional(),
  }),
  incidence: z.strictObject({
    ...Common,
    clock_scale: Scale,
    fold: Fold,
    duration_ms: Amount,
    ended_as: z.string().max(64),
  }),
  captured: z.strictObject({
    ...Common,
    one_saw: z.number().int().min(0),
    other_saw: z.number().int().min(0),
  }),
  count: z.strictObject({
    ...Common,
    clock_scale: Scale,
    value: Amount,
    exposure: Amount.nullable().optional(),
  }),
} as const;

const Sliced = z.string().max(128);

/**
 * Parses what a formula yields; a column that its statistic does not know is refused.
 * @throws ShieldError `config.invalid`, naming the benchmark and the column
 */
export function sampleRows(
  definition: BenchmarkDefinition,
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly SampleRow[] {
  return rows.map((row) => {
    const { by } = definition;
    const { [by ?? '']: sliced, ...rest } = row;
    const slice = by === undefined ? undefined : Sliced.safeParse(sliced).data;
    const parsed = ROWS[definition.statistic].safeParse(rest);
    if (!parsed.success || (by !== undefined && slice === undefined)) {
      throw new ShieldError('config.invalid', { detail: misfit(definition, parsed.error) });
    }
    const { data } = parsed;
    const people = 'people' in data ? z.number().optional().parse(data.people) : undefined;
    const value = amountOf(data);
    return {
      slice,
      clockScale: 'clock_scale' in data ? data.clock_scale : undefined,
      scripted: data.scripted,
      n: data.n * (people ?? 1),
      value: value * (people ?? 1),
      ...(people === undefined ? {} : { people }),
      ...('fold' in data && data.fold !== undefined ? { fold: data.fold } : {}),
      ...('one_saw' in data ? { saw: { one: data.one_saw, other: data.other_saw } } : {}),
      ...('ended_as' in data ? { endedAs: data.ended_as } : {}),
      observed: 'observed' in data ? data.observed : !('ended_as' in data) || data.ended_as !== '',
      exposure: exposureOf(data),
    };
  });
}

type Parsed = z.output<(typeof ROWS)[keyof typeof ROWS]>;

function amountOf(data: Parsed): number {
  if ('hits' in data) return data.hits;
  if ('value' in data) return data.value;
  return 'duration_ms' in data ? data.duration_ms : data.n;
}

/** Absent where nothing is divided; 0 where what divides was not recorded. */
function exposureOf(row: object): number | undefined {
  if (!('exposure' in row) || row.exposure === undefined) return undefined;
  return typeof row.exposure === 'number' ? row.exposure : 0;
}

function misfit(definition: BenchmarkDefinition, error: z.ZodError | undefined): string {
  const says = error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ');
  return `benchmark ${definition.id}: its formula yields other columns: ${says ?? definition.by}`;
}

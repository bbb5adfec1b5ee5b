import { z } from 'zod';

const Where = z.record(z.string(), z.string());
const Period = z.strictObject({ from: z.number().int(), to: z.number().int() });

/** A table as everybody may see it; the shape of `ReleasedTable`. */
export const PublicTable = z.strictObject({
  plan: z.strictObject({
    id: z.string(),
    counts: z.string(),
    dimensions: z.record(z.string(), z.array(z.string())),
    partial: z.array(z.string()),
    period: Period,
    knownBy: z.number().int(),
  }),
  made: z.strictObject({ people: z.number().int(), roundTo: z.number().int() }),
  cells: z.array(
    z.strictObject({
      spec: z.strictObject({ where: Where, period: Period, knownBy: z.number().int() }),
      value: z.union([z.number().int(), z.literal('withheld')]),
    }),
  ),
});
export type PublicTable = z.infer<typeof PublicTable>;

/** One published number, or why there is none. */
export const PublicFigure = z.strictObject({
  /** Name in the plan of releases. */
  id: z.string(),
  /** Benchmark that defines what is counted, with the hash of its definition. */
  benchmark: z.string(),
  formulaHash: z.string(),
  population: z.string(),
  /** Slice, such as `threat=intrusion`; `all` for everybody. */
  slice: z.string(),
  label: z.string(),
  unit: z.enum(['count', 'ratio', 'ms']),
  state: z.enum(['value', 'withheld', 'not-reached', 'no-data']),
  value: z.number().nullable(),
  lower: z.number().nullable(),
  /** Null where it is open, or where there is no interval. */
  upper: z.number().nullable(),
  /** Rounded sample; null where it is withheld. */
  sample: z.number().nullable(),
});
export type PublicFigure = z.infer<typeof PublicFigure>;

/** What protection cost the reader of one table, or why there is no table. */
export const TableLoss = z.strictObject({
  table: z.string(),
  refused: z.string().nullable(),
  cells: z.number().int(),
  shown: z.number().int(),
  small: z.number().int(),
  complementary: z.number().int(),
  /** Share of what the finest cells count that stands in a shown one; two digits. */
  toldRatio: z.number(),
});
export type TableLoss = z.infer<typeof TableLoss>;

/** A target of the implementation plan, judged by the figures of the same release alone. */
export const PublicMilestone = z.strictObject({
  benchmark: z.string(),
  label: z.string(),
  comparison: z.enum(['<=', '>=', '=']),
  target: z.number(),
  unit: z.enum(['count', 'ratio']),
  /** Day by which it is to be reached, ISO 8601. */
  by: z.string(),
  /** Role that answers for it. */
  owner: z.string(),
  /** Published figure that it is judged by; null where none is. */
  figure: z.string().nullable(),
  state: z.enum(['green', 'amber', 'red', 'not-told']),
  reason: z.enum([
    'met',
    'met-but-for-chance',
    'missed-and-day-to-come',
    'missed-and-day-near',
    'missed',
    'no-figure-and-day-to-come',
    'no-figure',
    'withheld',
    'not-published',
  ]),
});
export type PublicMilestone = z.infer<typeof PublicMilestone>;

/** What one release said of a figure; `release` names it. */
export const TrendPoint = PublicFigure.pick({
  formulaHash: true,
  unit: true,
  state: true,
  value: true,
  lower: true,
  upper: true,
  sample: true,
}).extend({ quarter: z.string(), release: z.string() });
export type TrendPoint = z.infer<typeof TrendPoint>;

/** A figure over the quarters before, oldest first, as their releases have it. */
export const PublicTrend = z.strictObject({
  id: z.string(),
  label: z.string(),
  slice: z.string(),
  points: z.array(TrendPoint),
});
export type PublicTrend = z.infer<typeof PublicTrend>;

/** Everything that is published of a quarter. The same facts, plan and code give the same bytes. */
export const Release = z.strictObject({
  format: z.literal('hrd-shield.release.v1'),
  /** From everything below. */
  release: z.string().regex(/^rel_[0-9a-f]{24}$/),
  quarter: z.string(),
  /** Freeze, ISO 8601. */
  asOf: z.string(),
  /** Run of the benchmarks that it goes with; its figures can be computed again inside. */
  run: z.string(),
  codeVersion: z.string(),
  planHash: z.string(),
  rulesHash: z.string(),
  /** Hash of the facts, which stay inside. */
  inputsHash: z.string(),
  corrects: z.strictObject({ release: z.string(), reason: z.string().min(1).max(256) }).optional(),
  /** Run of parity inside the registry whose counts stand here; absent where none was asked for. */
  parity: z.string().optional(),
  tables: z.array(PublicTable),
  losses: z.array(TableLoss),
  figures: z.array(PublicFigure),
  /** The implementation plan; releases from before it was published have none. */
  milestones: z.array(PublicMilestone).optional(),
  /** What releases of quarters before say of the figures of everybody. */
  trends: z.array(PublicTrend).optional(),
});
export type Release = z.infer<typeof Release>;

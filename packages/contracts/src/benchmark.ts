import { z } from 'zod';
import { field } from './field.ts';

/** A definition by which outcomes are judged: one file each. */
export const BenchmarkDefinition = z.strictObject({
  id: field(z.string().regex(/^[a-z][a-z0-9-]+$/), 'file name without ending', 'plain'),
  recommendation: field(
    z.enum(['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8', 'R9', 'R10', 'pipeline']),
    'which of the ten recommended actions it answers',
    'plain',
  ),
  title: z.string(),
  question: field(z.string(), 'what an analyst asks', 'plain'),
  population: field(z.string(), 'what is counted, and from when', 'plain'),
  exclusions: field(z.array(z.string()), 'what is left out, and why', 'plain'),
  statistic: field(
    z.enum([
      'km-quantiles',
      'quantiles',
      'signed-quantiles',
      'ratio',
      'clustered-ratio',
      'parity',
      'incidence',
      'captured',
      'count',
    ]),
    'how rows become the number',
    'plain',
  ),
  sql: field(z.string(), 'query that yields the rows of the statistic', 'plain'),
  rows: field(
    z.enum(['facts', 'sums']).optional(),
    'facts: one row a fact, with its person, which the store adds up; sums when absent',
    'plain',
  ),
  keep: field(
    z.array(z.enum(['clock_scale', 'scripted'])).optional(),
    'columns of facts by which figures stand apart',
    'plain',
  ),
  by: field(z.string().optional(), 'column that slices it', 'plain'),
  quantiles: z.array(z.number().gt(0).lt(1)).optional(),
  ends: field(z.array(z.string()).optional(), 'competing ends, for incidence', 'plain'),
  horizonMs: field(
    z.number().int().positive().optional(),
    'how long after its start a case is followed, for incidence, ms',
    'plain',
  ),
  unit: z.enum(['ms', 'ratio', 'count']),
  target: field(
    z
      .strictObject({ comparison: z.enum(['<=', '>=', '=']), value: z.number(), of: z.string() })
      .optional(),
    'proposed default of this product, not of any authority; none where nothing is aimed at',
    'plain',
  ),
  minimumCell: field(z.number().int().min(1), 'smaller samples are withheld', 'plain'),
  owner: z.string(),
  revisions: z.array(z.strictObject({ version: z.number().int(), change: z.string() })).min(1),
});
export type BenchmarkDefinition = z.infer<typeof BenchmarkDefinition>;

import { z } from 'zod';
import { computeResult } from '../compute-result.ts';
import { resultJson } from '../render-json.ts';
import { sampleRows } from '../sample-rows.ts';
import { hashOf } from './canonical-json.ts';
import type { FrozenInputs } from './frozen-inputs.ts';

/** One computation that is never changed: a correction is another run that names this one. */
export const FrozenRun = z.strictObject({
  format: z.literal('hrd-shield.run.v1'),
  /** From everything below: another input, formula or code is another run. */
  run: z.string().regex(/^run_[0-9a-f]{24}$/),
  asOf: z.string(),
  synthetic: z.boolean(),
  /** Hash of the code that computes. */
  codeVersion: z.string(),
  /** Hash of the inputs: rows and definitions. */
  inputsHash: z.string(),
  corrects: z.strictObject({ run: z.string(), reason: z.string().min(1).max(256) }).optional(),
  benchmarks: z.array(z.looseObject({ id: z.string(), formulaHash: z.string() })),
});
export type FrozenRun = z.infer<typeof FrozenRun>;

/** What a run is computed by, beside its inputs. */
export interface RunOrigin {
  readonly codeVersion: string;
  readonly corrects?: { readonly run: string; readonly reason: string };
}

/** Computes every figure from frozen inputs. Pure: the same inputs and code give the same digits. */
export function computeRun(inputs: FrozenInputs, origin: RunOrigin): FrozenRun {
  const disclosure = { showSmallCells: inputs.synthetic };
  const results = inputs.benchmarks.map(({ definition, formulaHash, rows }) =>
    resultJson(
      computeResult({ definition, formulaHash }, sampleRows(definition, rows), disclosure),
    ),
  );
  const known = {
    format: 'hrd-shield.run.v1' as const,
    asOf: new Date(inputs.asOf).toISOString(),
    synthetic: inputs.synthetic,
    codeVersion: origin.codeVersion,
    inputsHash: hashOf(inputs),
    ...(origin.corrects === undefined ? {} : { corrects: origin.corrects }),
    // As whoever reads the file sees it.
    benchmarks: JSON.parse(JSON.stringify(results)) as FrozenRun['benchmarks'],
  };
  return { ...known, run: `run_${hashOf(known).slice(0, 24)}` };
}

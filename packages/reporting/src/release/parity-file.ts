import { ShieldError } from '@hrd-shield/contracts';
import type { Benchmark } from '@hrd-shield/policy';
import { z } from 'zod';
import { hashOf } from '../frozen/canonical-json.ts';
import { PublicFigure, PublicTable, TableLoss } from './release.ts';
import type { FrozenFacts } from './release-facts.ts';

/** What the registry lets out of a parity run for one audience: counts of many, and nobody in them. */
export const ParityFile = z.strictObject({
  format: z.literal('hrd-shield.parity.v1'),
  audience: z.enum(['public', 'internal']),
  /** From all that was let out. */
  run: z.string().regex(/^par_[0-9a-f]{24}$/),
  quarter: z.string(),
  corrects: z.string().nullable(),
  /** Hash of the facts of the release that it was counted from. */
  factsHash: z.string(),
  tables: z.array(PublicTable),
  losses: z.array(TableLoss),
  figures: z.array(PublicFigure.omit({ formulaHash: true })),
});
export type ParityFile = z.infer<typeof ParityFile>;

/**
 * What of a parity file stands in the release of the same facts.
 * @throws ShieldError `config.invalid` when it is for people inside, or was counted from other facts
 */
export function parityIn(
  parity: ParityFile | undefined,
  facts: FrozenFacts,
  benchmarks: readonly Benchmark[],
): Pick<ParityFile, 'losses' | 'tables'> & { readonly figures: readonly PublicFigure[] } {
  if (parity === undefined) return { tables: [], losses: [], figures: [] };
  if (parity.audience !== 'public') throw refused('it is for people inside alone');
  if (parity.factsHash !== hashOf(facts)) throw refused('it was counted from other facts');
  const hashes = new Map(
    benchmarks.map(({ definition, formulaHash }) => [definition.id, formulaHash]),
  );
  const { losses, tables } = parity;
  const figures = parity.figures.map((figure) => {
    return { ...figure, formulaHash: hashes.get(figure.benchmark) ?? '' };
  });
  return { tables, losses, figures };
}

function refused(why: string): ShieldError {
  return new ShieldError('config.invalid', { detail: `the parity file is refused: ${why}` });
}

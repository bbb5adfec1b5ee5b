import type { Benchmark } from '@hrd-shield/policy';
import { targetText } from './describe-group.ts';

const NAME_CHARS = 16;

/** A definition as lines for a terminal. */
export function explainBenchmark(benchmark: Benchmark): readonly string[] {
  const { definition, formulaHash } = benchmark;
  const line = (name: string, text: string): string => `${name.padEnd(NAME_CHARS)}${text}`;
  return [
    `${definition.title} (${definition.id})`,
    '',
    line('question', definition.question),
    line('answers', definition.recommendation),
    line('counted', definition.population),
    ...definition.exclusions.map((each) => line('left out', each)),
    line('statistic', definition.statistic),
    ...(definition.by === undefined ? [] : [line('sliced by', definition.by)]),
    line(
      'target',
      definition.target === undefined ? 'none' : `${targetText(definition)} (proposed default)`,
    ),
    line('smallest sample', String(definition.minimumCell)),
    line('owner', definition.owner),
    ...definition.revisions.map((each) => line('revision', `${each.version}: ${each.change}`)),
    line('definition hash', `sha256:${formulaHash}`),
    '',
    ...definition.sql.trim().split('\n'),
  ];
}

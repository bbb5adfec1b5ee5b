import type { Act } from './acts.ts';
import type { RivalRun } from './rival-run.ts';

/** Attackers whose acts a rival must be able to read, in the middle run of a scenario. */
const SEEN_MIN = 3;

/** What a rival reads at all. */
export const READS: Readonly<Record<string, (act: Act) => boolean>> = {
  rate: () => true,
  toolkit: ({ kind }) => kind === 'speech' || kind === 'repost',
  'co-post': ({ kind, parent, text }) =>
    (kind === 'speech' && text !== undefined) || (kind === 'repost' && parent !== undefined),
};

/** Whether a rival can see a scenario: it reads acts of at least three of its attackers. */
export function canSee(rivalId: string, runs: readonly RivalRun[]): boolean {
  const reads = READS[rivalId] ?? (() => false);
  const seen = runs
    .map((run) => {
      const read = run.acts.filter((act) => run.attackers.has(act.actor) && reads(act));
      return new Set(read.map(({ actor }) => actor)).size;
    })
    .sort((a, b) => a - b);
  return (seen[seen.length >> 1] ?? 0) >= SEEN_MIN;
}

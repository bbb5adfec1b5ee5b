import { type CrewSource, gatherCrew, type Member } from './crew.ts';
import type { CrewShape } from './shapes.ts';

/** The next generation of a crew: some of the last one stay, the rest are new. */
export function nextCrew(
  source: CrewSource,
  shape: CrewShape,
  from: { readonly before: readonly Member[]; readonly reuseRatio: number; readonly at: number },
): Member[] {
  const drawn = gatherCrew(source, shape, from.at);
  const kept = from.before.slice(0, Math.round(from.reuseRatio * drawn.length));
  return [...kept, ...drawn.slice(kept.length)];
}

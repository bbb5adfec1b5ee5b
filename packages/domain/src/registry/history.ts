import type { DefenderRef } from '@hrd-shield/contracts/pure';
import { evolveRegistry, unbornLife } from './evolve.ts';
import type { RegistryFact } from './facts.ts';
import type { RegistryLife } from './life.ts';

/** Which two times a question about the past is about; epoch ms. */
export interface AsKnown {
  /** What the registry knew then. */
  readonly knownAt: number;
  /** What held then, by that knowledge. */
  readonly validAt: number;
}

/**
 * The life as it was known at one time to hold at another.
 * @param facts in the order in which they were recorded
 * @returns undefined when nothing was known yet
 */
export function lifeAsKnown(
  ref: DefenderRef,
  facts: readonly RegistryFact[],
  { knownAt, validAt }: AsKnown,
): RegistryLife | undefined {
  const known = facts.filter(({ at, recordedAt }) => recordedAt <= knownAt && at <= validAt);
  if (known.length === 0) return undefined;
  return known.reduce(evolveRegistry, unbornLife(ref));
}

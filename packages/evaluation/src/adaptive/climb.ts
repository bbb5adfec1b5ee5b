import type { CatalogueId, Shape } from '@hrd-shield/world';

/** One way to attack, with what it came to. */
export interface Attempt {
  readonly shape: Shape;
  readonly cost: number;
  /** Hostile events of the whole campaign, median of the tries. */
  readonly delivered: number;
  /** Of those, delivered before guard. */
  readonly harm: number;
  /** Share of tries that were found. */
  readonly foundRatio: number;
  /** Cost of one hostile event delivered unseen; infinite below the least harm. */
  readonly price: number;
}

/** How far one climb is. */
export interface Climb {
  readonly kind: CatalogueId;
  readonly naive: Attempt;
  readonly best: Attempt;
  readonly steps: number;
  /** Price of the best after each step. */
  readonly course: readonly number[];
}

import type { AdverseGround, AdverseOrigin } from '@hrd-shield/contracts/pure';

/**
 * A ground on which an action goes ahead at once: always, or only where an order is due before the
 * hold would end.
 */
export interface NeverHoldRule {
  readonly ground: AdverseGround;
  readonly when: 'always' | 'due-before-the-end';
}

/** The hold rules; data, reviewed like code. @source response notes, section 2 */
export interface HoldPolicy {
  /** SHA-256 of the rule file. */
  readonly hash: string;
  readonly neverHold: readonly NeverHoldRule[];
  /** How long an action of this origin waits at most, ms; every origin has a bound. */
  readonly holdMs: Readonly<Record<AdverseOrigin, number>>;
  /** How long an action waits at most when it is not known whom it is against, ms. */
  readonly staleHoldMs: number;
  /** Until when people look at what went ahead at once, ms after it. */
  readonly reviewMs: number;
}

import type { HoldDecision } from '@hrd-shield/contracts/pure';

/** Everything that can happen to a hold; `at` is the workflow's clock, epoch ms. */
export type HoldInput = { readonly at: number } & (
  | { readonly kind: 'placed' }
  | { readonly kind: 'decision'; readonly decision: HoldDecision }
  | { readonly kind: 'clock' }
);

/** What has been decided; folded by `evolveHold`. */
export type HoldFact = { readonly at: number } & (
  | { readonly kind: 'hold.placed' }
  /** It went ahead on a ground that is never held. */
  | { readonly kind: 'hold.override' }
  | { readonly kind: 'hold.approved'; readonly decision: HoldDecision }
  | { readonly kind: 'hold.allowed'; readonly decision: HoldDecision }
  | { readonly kind: 'hold.refused'; readonly decision: HoldDecision }
  | { readonly kind: 'hold.released-unreviewed' }
);

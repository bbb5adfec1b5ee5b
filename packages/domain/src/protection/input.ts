import type {
  AckDelivery,
  MeasureEnd,
  MeasureExtension,
  NoticeDelivery,
  SignalDelivery,
  TaskClaim,
  TaskContact,
  TaskDecision,
  TaskHandOver,
  TaskPass,
  TaskUndo,
} from '@hrd-shield/contracts/pure';

/** Everything that can happen to a protection; `at` is the workflow's clock, epoch ms. */
export type ProtectionInput = { readonly at: number } & (
  | { readonly kind: 'signals'; readonly delivery: SignalDelivery }
  | { readonly kind: 'ack'; readonly ack: AckDelivery }
  | { readonly kind: 'clock' }
  | { readonly kind: 'claim'; readonly claim: TaskClaim }
  | { readonly kind: 'decision'; readonly decision: TaskDecision }
  | { readonly kind: 'hand-over'; readonly handOver: TaskHandOver }
  | { readonly kind: 'contact'; readonly contact: TaskContact }
  | { readonly kind: 'pass'; readonly pass: TaskPass }
  | { readonly kind: 'undo'; readonly undo: TaskUndo }
  | { readonly kind: 'deliveries'; readonly deliveries: readonly NoticeDelivery[] }
  | { readonly kind: 'end-measure'; readonly end: MeasureEnd }
  | { readonly kind: 'extend-measure'; readonly extension: MeasureExtension }
  | { readonly kind: 'withdrawal' }
);

import type { TargetingEvent, TargetingHint } from '@hrd-shield/contracts';
import { applyEvent, applyHint, applyWatermark, type DetectedSignal } from './engine.ts';
import type { DetectionPolicy } from './policy.ts';
import type { StateShelf } from './state-shelf.ts';

/** An unsealed record of the targeting log. */
export type OpenRecord =
  | { readonly kind: 'event'; readonly event: TargetingEvent }
  | { readonly kind: 'hint'; readonly hint: TargetingHint }
  | { readonly kind: 'watermark'; readonly at: number };

/**
 * Folds records in log order through the states of the shelf and yields signals as they arise. A
 * watermark moves every defender of the shelf.
 */
export function* foldRecords(
  records: Iterable<OpenRecord>,
  shelf: StateShelf,
  policy: DetectionPolicy,
): Generator<DetectedSignal> {
  for (const record of records) {
    if (record.kind === 'event') {
      yield* applyEvent(shelf.take(record.event.defender), record.event, policy);
      continue;
    }
    if (record.kind === 'hint') {
      yield* applyHint(shelf.take(record.hint.defender), record.hint, policy);
      continue;
    }
    for (const defender of shelf.defenders()) {
      yield* applyWatermark(shelf.take(defender), record.at, policy);
    }
  }
}

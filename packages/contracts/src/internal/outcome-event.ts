import type { CloudEvent } from '../envelope/cloud-event.ts';
import { INTERNAL_TYPES } from './envelope-types.ts';
import type { Outcome } from './outcome.ts';

/** The event that carries an outcome; its id is that of the outcome, so a copy is the same. */
export function outcomeEvent(
  outcome: Outcome,
  by: {
    readonly source: string;
    /** Epoch ms. */
    readonly time: number;
  },
): CloudEvent<Outcome> {
  return {
    specversion: '1.0',
    id: outcome.id,
    source: by.source,
    type: INTERNAL_TYPES.outcome,
    time: new Date(by.time).toISOString(),
    data: outcome,
  };
}

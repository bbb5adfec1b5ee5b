import type { SourceBatch } from '@hrd-shield/pipeline';
import type { EachBatchPayload } from 'kafkajs';

/** What a batch leaves behind while it is handled. */
export interface Handling {
  fault: unknown;
  readonly effects: Promise<void>[];
}

/** A batch as the handler sees it. */
export function batchOf(
  payload: EachBatchPayload,
  at: {
    readonly next: bigint;
    readonly high: bigint;
    readonly isStale: () => boolean;
    readonly beat: Handling;
  },
): SourceBatch {
  const { topic, partition, messages } = payload.batch;
  return {
    topic,
    partition,
    records: messages,
    nextOffset: String(at.next),
    lag: Number(at.high - at.next),
    isStale: at.isStale,
    commitAfter: (effect) => {
      // A handler that fails leaves it to nobody.
      effect.catch(() => undefined);
      at.beat.effects.push(effect);
    },
    heartbeat: async () => {
      try {
        await payload.heartbeat();
      } catch (error) {
        at.beat.fault = error;
        throw error;
      }
    },
  };
}

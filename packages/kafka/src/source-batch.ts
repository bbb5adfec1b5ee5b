import type { SourceBatch, SourceRecord } from '@hrd-shield/pipeline';
import type { EachBatchPayload } from 'kafkajs';
import { passedOverOf } from './in-place/passed-over.ts';

/** What a batch leaves behind while it is handled. */
export interface Handling {
  fault: unknown;
  readonly effects: Promise<void>[];
  /** The handler says that it is at work. */
  readonly sign: () => void;
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
    ...screened(messages),
    nextOffset: String(at.next),
    lag: Number(at.high - at.next),
    isStale: at.isStale,
    commitAfter: (effect) => {
      // A handler that fails leaves it to nobody.
      effect.catch(() => undefined);
      at.beat.effects.push(effect);
    },
    heartbeat: async () => {
      at.beat.sign();
      try {
        await payload.heartbeat();
      } catch (error) {
        at.beat.fault = error;
        throw error;
      }
    },
  };
}

/** The last message of the in-place decoder tells what it passed over. */
function screened(messages: readonly SourceRecord[]): Pick<SourceBatch, 'records' | 'passedOver'> {
  const last = messages.at(-1);
  const passed = last === undefined ? undefined : passedOverOf(last);
  if (last === undefined || passed === undefined) return { records: messages };
  const records = passed.isLastMissed ? messages.slice(0, -1) : messages;
  return { records, passedOver: { count: passed.count, last } };
}

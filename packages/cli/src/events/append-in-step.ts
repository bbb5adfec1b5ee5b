import { invariant } from '@hrd-shield/contracts';

/** Items of one append: small enough that topics advance together. */
const BATCH_COUNT = 1_000;
/** Event time of one append, ms. */
const BATCH_SPAN_MS = 600_000;
/** Topics may be this far apart in event time, ms. @source architecture notes, section 6 */
export const SKEW_MAX_MS = 3_600_000;

/** Where event time stands in one append, epoch ms. */
export interface AppendSpan {
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Appends items slice by slice of event time, so that no topic runs ahead of another. */
export interface StepAppender<T> {
  /** @param at event time, epoch ms */
  add(item: T, at: number): Promise<void>;
  /** Appends what is left. */
  flush(): Promise<void>;
  /** Items appended so far. */
  sent(): number;
  /** Items appended so far, by topic. */
  topics(): Readonly<Record<string, number>>;
  /** Largest difference of event time in one append, ms. */
  skewMs(): number;
}

/** @param append takes one slice, in order; awaited before the next one */
export function createStepAppender<T>(
  topicOf: (item: T) => string,
  append: (batch: readonly T[], span: AppendSpan) => Promise<void>,
): StepAppender<T> {
  const topics: Record<string, number> = {};
  let batch: T[] = [];
  let span: AppendSpan = { firstAt: 0, lastAt: 0 };
  let sent = 0;
  let skewMs = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    skewMs = Math.max(skewMs, span.lastAt - span.firstAt);
    invariant(skewMs <= SKEW_MAX_MS, 'topics advance together within an hour of event time');
    const appended = batch;
    batch = [];
    for (const item of appended) {
      const topic = topicOf(item);
      topics[topic] = (topics[topic] ?? 0) + 1;
    }
    sent += appended.length;
    await append(appended, span);
  };
  return {
    add: async (item, at) => {
      if (batch.length > 0 && at - span.firstAt > BATCH_SPAN_MS) await flush();
      span =
        batch.length === 0
          ? { firstAt: at, lastAt: at }
          : { firstAt: span.firstAt, lastAt: Math.max(span.lastAt, at) };
      batch.push(item);
      if (batch.length >= BATCH_COUNT) await flush();
    },
    flush,
    sent: () => sent,
    topics: () => topics,
    skewMs: () => skewMs,
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import { invariant, topicOf } from '@hrd-shield/contracts';
import type { Emitter, KnownEvent } from '@hrd-shield/emitter';
import type { EmissionLog } from './emission-log.ts';

export interface PlayDeps {
  readonly emitter: Pick<Emitter, 'emitKnown'>;
  readonly log: EmissionLog;
  /** Records of the firehose that `ingest` has not taken yet. */
  readonly behind: (emitted: number) => Promise<number>;
  /** Wall time, epoch ms. */
  readonly now: () => number;
  readonly onProgress?: (progress: PlayProgress) => void;
}

export interface PlayProgress {
  readonly emitted: number;
  /** Event time reached, epoch ms. */
  readonly eventAt: number;
  readonly behind: number;
}

export interface PlayOptions {
  /** Things to do when the stream reaches an instant; the stream waits for them. */
  readonly cues?: readonly Cue[];
  /** Events that may be on their way at once. */
  readonly behindMax?: number;
  /** Events a second at most; without it as fast as `ingest` takes them. */
  readonly perSecondMax?: number;
}

export interface Cue {
  readonly at: number;
  readonly act: () => Promise<void>;
}

export interface Played {
  readonly emitted: number;
  readonly byTopic: Readonly<Record<string, number>>;
  /** Largest difference of event time between topics that have anything in flight, ms. */
  readonly skewMs: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Events of one append: small enough that topics advance together. */
const BATCH_EVENTS = 1_000;
/** Event time of one append, ms. */
const BATCH_MS = 600_000;
/** How often the distance to `ingest` is asked for, in batches. */
const ASK_EVERY_BATCHES = 4;
const WAIT_MS = 25;
const BEHIND_MAX = 12_000;
/** Topics may be this far apart in event time. @source architecture notes, section 6 */
export const SKEW_MAX_MS = 3_600_000;

/**
 * Appends a stream in order of event time, as fast as `ingest` takes it. Event time runs faster
 * than the wall clock; topics advance together, because each append holds a slice of event time.
 */
export async function playEvents(
  events: Iterable<KnownEvent> | AsyncIterable<KnownEvent>,
  deps: PlayDeps,
  options: PlayOptions = {},
): Promise<Played> {
  const cues = [...(options.cues ?? [])].sort((a, b) => a.at - b.at);
  const startedAt = deps.now();
  const byTopic: Record<string, number> = {};
  let batch: KnownEvent[] = [];
  let emitted = 0;
  let batches = 0;
  let skewMs = 0;

  const flush = async (): Promise<void> => {
    const first = batch[0];
    const last = batch.at(-1);
    if (first === undefined || last === undefined) return;
    skewMs = Math.max(skewMs, last.at - first.at);
    invariant(skewMs <= SKEW_MAX_MS, 'topics advance together within an hour of event time');
    const sentAt = deps.now();
    await deps.emitter.emitKnown(batch);
    for (const event of batch) {
      const topic = topicOf(event.type);
      byTopic[topic] = (byTopic[topic] ?? 0) + 1;
    }
    emitted += batch.length;
    deps.log.note(last.at, sentAt);
    batch = [];
    batches += 1;
    if (batches % ASK_EVERY_BATCHES === 0) await holdBack(last.at);
    const { perSecondMax } = options;
    if (perSecondMax === undefined) return;
    const aheadMs = (emitted / perSecondMax) * 1_000 - (deps.now() - startedAt);
    if (aheadMs > 0) await delay(aheadMs);
  };
  const holdBack = async (eventAt: number): Promise<void> => {
    const behindMax = options.behindMax ?? BEHIND_MAX;
    for (;;) {
      const behind = await deps.behind(emitted);
      deps.onProgress?.({ emitted, eventAt, behind });
      if (behind <= behindMax) return;
      await delay(WAIT_MS);
    }
  };
  for await (const event of events) {
    for (let cue = cues[0]; cue !== undefined && event.at >= cue.at; cue = cues[0]) {
      await flush();
      await cue.act();
      cues.shift();
    }
    if (event.at - (batch[0]?.at ?? event.at) > BATCH_MS) await flush();
    batch.push(event);
    if (batch.length >= BATCH_EVENTS) await flush();
  }
  await flush();
  for (const cue of cues) await cue.act();
  return { emitted, byTopic, skewMs, startedAt, endedAt: deps.now() };
}

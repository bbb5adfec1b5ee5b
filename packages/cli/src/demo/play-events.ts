import { setTimeout as delay } from 'node:timers/promises';
import { topicOf } from '@hrd-shield/contracts';
import type { Emitter, KnownEvent } from '@hrd-shield/emitter';
import { createStepAppender } from '../events/append-in-step.ts';
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

/** How often the distance to `ingest` is asked for, in batches. */
const ASK_EVERY_BATCHES = 4;
const WAIT_MS = 25;
const BEHIND_MAX = 12_000;

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
  let batches = 0;

  const holdBack = async (eventAt: number): Promise<void> => {
    const behindMax = options.behindMax ?? BEHIND_MAX;
    for (;;) {
      const behind = await deps.behind(appender.sent());
      deps.onProgress?.({ emitted: appender.sent(), eventAt, behind });
      if (behind <= behindMax) return;
      await delay(WAIT_MS);
    }
  };
  const appender = createStepAppender<KnownEvent>(
    ({ type }) => topicOf(type),
    async (batch, { lastAt }) => {
      const sentAt = deps.now();
      await deps.emitter.emitKnown(batch);
      deps.log.note(lastAt, sentAt);
      batches += 1;
      if (batches % ASK_EVERY_BATCHES === 0) await holdBack(lastAt);
      const { perSecondMax } = options;
      if (perSecondMax === undefined) return;
      const aheadMs = (appender.sent() / perSecondMax) * 1_000 - (deps.now() - startedAt);
      if (aheadMs > 0) await delay(aheadMs);
    },
  );
  for await (const event of events) {
    for (let cue = cues[0]; cue !== undefined && event.at >= cue.at; cue = cues[0]) {
      await appender.flush();
      await cue.act();
      cues.shift();
    }
    await appender.add(event, event.at);
  }
  await appender.flush();
  for (const cue of cues) await cue.act();
  return {
    emitted: appender.sent(),
    byTopic: appender.topics(),
    skewMs: appender.skewMs(),
    startedAt,
    endedAt: deps.now(),
  };
}

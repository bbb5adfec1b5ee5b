import { ShieldError } from '@hrd-shield/contracts';
import type { RecordSink } from '@hrd-shield/pipeline';
import type { EventTime } from './steps/event-time.ts';
import { writeWatermarks } from './steps/write-records.ts';

export interface WatermarkDeps {
  readonly sink: RecordSink;
  readonly eventTime: EventTime;
  readonly now: () => number;
  readonly onFault: (fault: ShieldError) => void;
}

export interface WatermarkWriter {
  start(): void;
  /** Writes when event time has moved, at most once in a short while. */
  afterBatch(): void;
  stop(): void;
}

/** Between two watermarks of busy partitions, ms. */
const APART_MS = 100;

/** Tells every targeting partition how far event time has come, also where nothing passes. */
export function createWatermarkWriter(
  deps: WatermarkDeps,
  to: { readonly topic: string; readonly partitions: number; readonly everyMs: number },
): WatermarkWriter {
  let timer: NodeJS.Timeout | undefined;
  let written = 0;
  let writtenAt = 0;

  async function write(): Promise<void> {
    const now = deps.now();
    const at = deps.eventTime.watermark(now);
    // All instances know the same: one says it.
    if (at <= written || !deps.eventTime.isWriter) return;
    written = at;
    writtenAt = now;
    await deps.sink.send(writeWatermarks(at, { ...to, now }));
  }

  /** Not waited for: the sink keeps the order, and the next one says at least as much. */
  function writeOrReport(): void {
    write().catch((error: unknown) => {
      if (error instanceof ShieldError) deps.onFault(error);
    });
  }

  return {
    start() {
      timer = setInterval(writeOrReport, to.everyMs);
    },
    afterBatch: () => {
      if (deps.now() - writtenAt >= APART_MS) writeOrReport();
    },
    stop: () => clearInterval(timer),
  };
}

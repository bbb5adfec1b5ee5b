import {
  type CloudEvent,
  encodeBinary,
  INTERNAL_TYPES,
  IngestProgress,
  ShieldError,
} from '@hrd-shield/contracts';
import { dataOf, type LogReader, type OutRecord, type RecordSink } from '@hrd-shield/pipeline';
import type { EventTime } from './steps/event-time.ts';

export interface ProgressDeps {
  readonly reader: LogReader;
  readonly sink: RecordSink;
  readonly eventTime: EventTime;
  readonly now: () => number;
  readonly onFault: (fault: ShieldError) => void;
}

export interface ProgressExchange {
  /** @returns once everything told so far is known */
  start(): Promise<void>;
  /** Tells what has changed of the own partitions. */
  tell(): void;
  stop(): Promise<void>;
}

const SOURCE = 'hrd-shield/ingest';

/**
 * Instances tell each other how far their partitions are, so that the watermark that one of them
 * writes passes nothing that another has still to read. Bounded by the partitions of the firehose.
 */
export function createProgressExchange(
  deps: ProgressDeps,
  to: { readonly topic: string; readonly everyMs: number },
): ProgressExchange {
  const told = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    const now = deps.now();
    const changed: OutRecord[] = [];
    for (const progress of deps.eventTime.progress(now)) {
      const key = keyOf(progress);
      const text = `${progress.at} ${progress.idle}`;
      if (told.get(key) === text) continue;
      told.set(key, text);
      changed.push(record(progress, { topic: to.topic, key, now }));
    }
    if (changed.length === 0) return;
    // Not waited for: what is told later says at least as much.
    deps.sink.send(changed).catch((error: unknown) => {
      told.clear();
      if (error instanceof ShieldError) deps.onFault(error);
    });
  }

  return {
    tell,
    start: async () => {
      await deps.reader.start((records) => {
        for (const one of records) {
          const heard = dataOf(one, IngestProgress);
          if (heard === undefined) continue;
          deps.eventTime.hear(heard, heard);
        }
      });
      timer = setInterval(tell, to.everyMs);
    },
    stop: async () => {
      clearInterval(timer);
      await deps.reader.stop();
    },
  };
}

function keyOf({ partition, topic }: IngestProgress): string {
  return `${topic}/${partition}`;
}

function record(
  progress: IngestProgress,
  to: { readonly topic: string; readonly key: string; readonly now: number },
): OutRecord {
  const event: CloudEvent<IngestProgress> = {
    specversion: '1.0',
    id: `${to.key}/${progress.at}`,
    source: SOURCE,
    type: INTERNAL_TYPES.progress,
    time: new Date(to.now).toISOString(),
    data: progress,
  };
  return { topic: to.topic, ...encodeBinary(event, to.key) };
}

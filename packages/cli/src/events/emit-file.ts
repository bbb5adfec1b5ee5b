import type { ErrorCode } from '@hrd-shield/contracts';
import { toRecord, validateEvents } from '@hrd-shield/emitter';
import type { OutRecord, RecordSink } from '@hrd-shield/pipeline';
import { createStepAppender, SKEW_MAX_MS } from './append-in-step.ts';

export interface EmitFileOptions {
  /** Prefix of topic names in this installation. */
  readonly prefix: string;
  /** Called after each append with how many events are sent. */
  readonly onProgress?: (sent: number) => void;
  /** Awaited before event time goes on by more than `sliceMs`. */
  readonly betweenSlices?: (sent: number) => Promise<void>;
  /** Event time of one slice, ms. */
  readonly sliceMs?: number;
}

export interface EmitFileResult {
  readonly sent: number;
  /** The first refusals, by line. */
  readonly refused: readonly RefusedLine[];
  readonly refusedCount: number;
  /** Events more than `SKEW_MAX_MS` behind the latest before them. */
  readonly lateCount: number;
  /** Events sent to each topic. */
  readonly topics: Readonly<Record<string, number>>;
}

export interface RefusedLine {
  readonly line: number;
  readonly code: ErrorCode;
  readonly reason: string;
}

/** Refusals kept with their reason. */
const MAX_REFUSED = 1_000;
/**
 * Appends a file of events in its order, batch after batch, so that no topic runs ahead of another
 * by more than a batch.
 * @throws ShieldError `kafka.unavailable` | `input.bad-file`
 */
export async function emitFile(
  lines: AsyncIterable<string>,
  sink: RecordSink,
  options: EmitFileOptions,
): Promise<EmitFileResult> {
  const refused: RefusedLine[] = [];
  let refusedCount = 0;
  let lateCount = 0;
  let latestAt = 0;
  let sliceAt = 0;
  const appender = createStepAppender<OutRecord>(
    ({ topic }) => topic,
    async (batch) => {
      await sink.send([...batch]);
      options.onProgress?.(appender.sent());
    },
  );
  for await (const judged of validateEvents(lines)) {
    if (!judged.ok) {
      const { line, code, reason } = judged;
      if (refused.length < MAX_REFUSED) refused.push({ line, code, reason });
      refusedCount += 1;
      continue;
    }
    const at = Date.parse(judged.event.time);
    if (at < latestAt - SKEW_MAX_MS) lateCount += 1;
    latestAt = Math.max(latestAt, at);
    if (at - sliceAt >= (options.sliceMs ?? SKEW_MAX_MS)) {
      await appender.flush();
      if (appender.sent() > 0) await options.betweenSlices?.(appender.sent());
      sliceAt = at;
    }
    const record = toRecord(judged.event, {
      key: judged.event.data.affected,
      prefix: options.prefix,
    });
    await appender.add(record, at);
  }
  await appender.flush();
  return {
    sent: appender.sent(),
    refused,
    refusedCount,
    lateCount,
    topics: appender.topics(),
  };
}

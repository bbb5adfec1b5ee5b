import type { ErrorCode } from '@hrd-shield/contracts';
import { toRecord, validateEvents } from '@hrd-shield/emitter';
import type { OutRecord, RecordSink } from '@hrd-shield/pipeline';

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
  /** Events more than `SKEW_MS` behind the latest before them. */
  readonly lateCount: number;
  /** Events sent to each topic. */
  readonly topics: Readonly<Record<string, number>>;
}

export interface RefusedLine {
  readonly line: number;
  readonly code: ErrorCode;
  readonly reason: string;
}

/** Records of one append. */
const BATCH_COUNT = 1_000;
/** Event time in one append: topics stay aligned to within this. */
const BATCH_SPAN_MS = 600_000;
/** Refusals kept with their reason. */
const MAX_REFUSED = 1_000;
/**
 * Event time may differ this much across topics while a file is replayed.
 * @source architecture notes, section 6
 */
const SKEW_MS = 3_600_000;

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
  const topics: Record<string, number> = {};
  const refused: RefusedLine[] = [];
  let batch: OutRecord[] = [];
  let sent = 0;
  let refusedCount = 0;
  let lateCount = 0;
  let latestAt = 0;
  let firstAt = 0;
  let sliceAt = 0;
  const flush = async () => {
    await sink.send(batch);
    sent += batch.length;
    for (const { topic } of batch) topics[topic] = (topics[topic] ?? 0) + 1;
    batch = [];
    options.onProgress?.(sent);
  };
  for await (const judged of validateEvents(lines)) {
    if (!judged.ok) {
      const { line, code, reason } = judged;
      if (refused.length < MAX_REFUSED) refused.push({ line, code, reason });
      refusedCount += 1;
      continue;
    }
    const at = Date.parse(judged.event.time);
    if (at < latestAt - SKEW_MS) lateCount += 1;
    latestAt = Math.max(latestAt, at);
    if (at - sliceAt >= (options.sliceMs ?? SKEW_MS)) {
      if (batch.length > 0) await flush();
      if (sent > 0) await options.betweenSlices?.(sent);
      sliceAt = at;
    }
    batch.push(toRecord(judged.event, { key: judged.event.data.affected, prefix: options.prefix }));
    firstAt = batch.length === 1 ? at : firstAt;
    if (batch.length >= BATCH_COUNT || at - firstAt >= BATCH_SPAN_MS) await flush();
  }
  if (batch.length > 0) await flush();
  return { sent, refused, refusedCount, lateCount, topics };
}

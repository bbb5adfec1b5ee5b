import {
  type Clickhouse,
  type LandingRow,
  RECORDED,
  RECORDED_TOPICS,
  type RecordedTopic,
} from '@hrd-shield/clickhouse';
import { type ErrorCode, topicName } from '@hrd-shield/contracts';
import type { Clock, OutRecord, RecordSink, SourceBatch } from '@hrd-shield/pipeline';
import type { Logger, Meter } from '@hrd-shield/runtime';
import { readRow } from './read-row.ts';
import { refuseRecord } from './refuse-record.ts';
import { traceBatch } from './trace-batch.ts';
import { waitForStore } from './wait-for-store.ts';

/** What landing needs. */
export interface LandingDeps {
  readonly store: Clickhouse;
  readonly sink: RecordSink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Resolves after `ms`, or at once when the service stops. */
  readonly wait: (ms: number) => Promise<void>;
  readonly isStopping: () => boolean;
}

export interface LandingConfig {
  readonly topicPrefix: string;
  readonly flushMs: number;
  readonly batchRows: number;
}

/** A third of the shortest session that may be set, ms. */
const PULSE_MS = 2_000;

/** Lands one batch; resolves when its rows are in the store and its letters on their topic. */
export type LandBatch = (batch: SourceBatch) => Promise<void>;

interface Landing {
  readonly rows: readonly LandingRow[];
  readonly letters: readonly OutRecord[];
  /** Why each letter could not be taken. */
  readonly codes: readonly ErrorCode[];
}

/**
 * Writes batches of internal topics into their tables. Rows go first, letters second, the offset
 * last, so that a crash at any point leads to the same rows.
 */
export function createLandBatch(deps: LandingDeps, config: LandingConfig): LandBatch {
  const topics = topicsByName(config.topicPrefix);
  const letterTopic = topicName('deadLetters', config.topicPrefix);
  const pace = createPace(deps, config.flushMs);
  const landed = deps.meter.counter('shield_record_landed_total', 'rows inserted, by table');
  const refused = deps.meter.counter('shield_record_dead_letters_total', 'refused, by reason');
  const retries = deps.meter.counter('shield_record_retries_total', 'inserts tried again');
  const inserted = watchInserts(deps);
  const insertMs = deps.meter.histogram('shield_record_insert_ms', 'time of one insert, waits in');

  function read(topic: RecordedTopic, batch: SourceBatch): Landing {
    const rows: LandingRow[] = [];
    const letters: OutRecord[] = [];
    const codes: ErrorCode[] = [];
    for (const record of batch.records) {
      const result = readRow(topic, record);
      if (result.kind === 'ok') rows.push(result.value);
      if (result.kind !== 'dead-letter') continue;
      const where = { topic: batch.topic, partition: batch.partition, record };
      letters.push(refuseRecord({ ...where, ...result }, letterTopic, deps.clock.now()));
      codes.push(result.code);
    }
    return { rows, letters, codes };
  }

  async function insert(
    table: string,
    rows: readonly LandingRow[],
    batch: SourceBatch,
  ): Promise<void> {
    const traces = traceBatch(batch.records, table);
    const startedAt = deps.clock.now();
    const pulse = startPulse(batch);
    const put = () =>
      deps.store.insert({
        table,
        rows: rows.map((each) => each.row),
        ids: rows.map((each) => each.id),
        parent: traces.parent,
        links: traces.links,
      });
    try {
      await waitForStore(put, {
        wait: deps.wait,
        isOver: () => deps.isStopping() || batch.isStale(),
        onRetry: async (attempt, waitMs, fault) => {
          retries.add(1, { table });
          deps.logger.warn('the store is away', { table, attempt, waitMs, code: fault.code });
        },
      });
    } finally {
      pulse.stop();
      traces.end();
    }
    insertMs.record(inserted() - startedAt, { table });
    landed.add(rows.length, { table });
  }

  return async (batch) => {
    const topic = topics.get(batch.topic);
    if (topic === undefined) return;
    const { rows, letters, codes } = read(topic, batch);
    await pace.wait(batch, rows.length >= config.batchRows);
    for (const part of partsOf(rows, config.batchRows)) {
      await insert(RECORDED[topic].table, part, batch);
      await batch.heartbeat();
    }
    if (letters.length > 0) await deps.sink.send(letters);
    for (const code of codes) refused.add(1, { code });
    pace.mark(batch);
    const counts = { landed: rows.length, deadLettered: letters.length };
    deps.logger.debug('landed', { topic: batch.topic, ...counts });
  };
}

/** @returns notes that the store took an insert, and when */
function watchInserts({ clock, meter }: LandingDeps): () => number {
  let at = clock.now();
  const text = 'since the last insert that the store took, or the start';
  meter.gauge('shield_record_since_insert_ms', text, () => clock.now() - at);
  return () => {
    at = clock.now();
    return at;
  };
}

function topicsByName(prefix: string): ReadonlyMap<string, RecordedTopic> {
  return new Map(RECORDED_TOPICS.map((id) => [topicName(id, prefix), id]));
}

function partsOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let at = 0; at < all.length; at += size) parts.push(all.slice(at, at + size));
  return parts;
}

/**
 * Signs of life while an insert lasts: a store that answers nothing for its whole time, or that is
 * waited for, must not cost the place in the group again and again.
 */
function startPulse(batch: SourceBatch): { stop(): void } {
  const timer = setInterval(() => {
    // The source keeps the fault, and acts on it when the batch is left.
    batch.heartbeat().catch(() => undefined);
  }, PULSE_MS);
  return { stop: () => clearInterval(timer) };
}

interface Pace {
  wait(batch: SourceBatch, isFull: boolean): Promise<void>;
  mark(batch: SourceBatch): void;
}

/**
 * Near the head each partition is inserted once in `flushMs`: what arrives meanwhile comes together
 * in its next batch. A partition that is behind does not wait.
 */
function createPace(deps: Pick<LandingDeps, 'clock' | 'wait'>, flushMs: number): Pace {
  // Bounded by the partitions of the topics that are read.
  const lastByPartition = new Map<string, number>();
  const nameOf = (batch: SourceBatch): string => `${batch.topic}/${batch.partition}`;
  return {
    wait: async (batch, isFull) => {
      const last = lastByPartition.get(nameOf(batch));
      if (last === undefined || isFull || batch.lag > 0) return;
      const waitMs = last + flushMs - deps.clock.now();
      if (waitMs > 0) await deps.wait(waitMs);
    },
    mark: (batch) => {
      lastByPartition.set(nameOf(batch), deps.clock.now());
    },
  };
}

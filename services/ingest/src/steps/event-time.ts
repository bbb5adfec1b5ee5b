import type { IngestProgress } from '@hrd-shield/contracts';
import {
  type FutureBounds,
  headerOf,
  isInFuture,
  type PartitionRef,
  type SourceRecord,
} from '@hrd-shield/pipeline';
import { partitionName } from './partition-name.ts';

interface Reached {
  readonly partition: PartitionRef;
  /** Largest event time, epoch ms; 0 before the first. */
  at: number;
  /** The same of what was read since the assignment: what is read again is late to nobody. */
  readAt: number;
  /** Wall time of the last record, or of the assignment. */
  seenAt: number;
}

/** How far somebody else has come with a partition of theirs. */
export type Told = Pick<IngestProgress, 'at' | 'idle'>;

/** When somebody is silent, and when a clock is not believed. */
export interface EventTimeBounds extends FutureBounds {
  readonly idleMs: number;
}

/**
 * How far event time has come on every partition of the firehose: on the own ones by what was
 * taken, on those of other instances by what they told last, which is never more than they took.
 * The watermark is the least of all, so that it passes no event still to be read, whoever reads it.
 * Silent partitions stop holding it back after a bound; one of which nobody told anything holds
 * until its owner does.
 *
 * @source architecture notes, section 6
 */
export class EventTime {
  readonly #bounds: EventTimeBounds;
  readonly #all: readonly PartitionRef[];
  readonly #own = new Map<string, Reached>();
  readonly #told = new Map<string, Told>();
  #watermark = 0;

  /** @param all every partition of the firehose, whoever reads it */
  constructor(bounds: EventTimeBounds, all: readonly PartitionRef[]) {
    this.#bounds = bounds;
    this.#all = all;
  }

  /**
   * A partition taken over goes on from where its last owner was. Lateness begins anew, also on one
   * that was read here before: it is read again from its commit, which may lie far behind.
   */
  assign(partitions: readonly PartitionRef[], nowMs: number): void {
    const kept = new Map(this.#own);
    this.#own.clear();
    for (const partition of partitions) {
      const name = partitionName(partition);
      const before = kept.get(name);
      const at = Math.max(before?.at ?? 0, this.#told.get(name)?.at ?? 0);
      this.#own.set(name, { partition, at, readAt: 0, seenAt: nowMs });
    }
  }

  /** Takes what was told of a partition; of the own ones one knows better. */
  hear(of: PartitionRef, told: Told): void {
    this.#told.set(partitionName(of), told);
  }

  /** Whether this instance is the one that writes watermarks: it reads the first partition. */
  get isWriter(): boolean {
    const [first] = this.#all;
    return first !== undefined && this.#own.has(partitionName(first));
  }

  /** What lateness is measured by, epoch ms; 0 before the first record. */
  reachedOf(at: PartitionRef): number {
    return this.#own.get(partitionName(at))?.readAt ?? 0;
  }

  /**
   * Takes the time of one record: the last of a batch, since misses are not read. One that runs
   * ahead of its append says nothing: a single bad clock would make everybody else's events late.
   * @param appendedAt what its clock is held against, beside the own, epoch ms
   */
  reach(from: PartitionRef, eventAt: number, appendedAt: number, nowMs: number): void {
    const reached = this.#own.get(partitionName(from));
    if (reached === undefined) return;
    if (isInFuture({ at: eventAt, appendedAt }, nowMs, this.#bounds)) return;
    reached.seenAt = nowMs;
    if (eventAt > reached.readAt) reached.readAt = eventAt;
    if (eventAt > reached.at) reached.at = eventAt;
  }

  /** What other instances should know of the own partitions. */
  progress(nowMs: number): readonly IngestProgress[] {
    return [...this.#own.values()].map(({ at, partition: { partition, topic }, seenAt }) => ({
      topic,
      partition,
      at,
      idle: this.#isIdle(seenAt, nowMs),
    }));
  }

  /** @returns event time that all partitions have reached; never earlier than before; 0 at first */
  watermark(nowMs: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (const partition of this.#all) {
      const name = partitionName(partition);
      const own = this.#own.get(name);
      if (own !== undefined) {
        if (!this.#isIdle(own.seenAt, nowMs)) least = Math.min(least, own.at);
        continue;
      }
      const told = this.#told.get(name) ?? { at: 0, idle: false };
      if (!told.idle) least = Math.min(least, told.at);
    }
    if (least !== Number.POSITIVE_INFINITY && least > this.#watermark) this.#watermark = least;
    return this.#watermark;
  }

  #isIdle(seenAt: number, nowMs: number): boolean {
    return nowMs - seenAt > this.#bounds.idleMs;
  }
}

const TIME_FIELD = '"time":"';
const TIME_CHARS_MAX = 40;

/**
 * Event time of a record, epoch ms; undefined where it has none. By its header; in structured mode
 * by the one attribute, without parsing the value.
 */
export function eventTimeOf(record: SourceRecord): number | undefined {
  const time = headerOf(record, 'ce_time') ?? structuredTime(record.value);
  if (time === undefined) return undefined;
  const at = Date.parse(time);
  return Number.isNaN(at) ? undefined : at;
}

function structuredTime(value: Buffer | null): string | undefined {
  const from = value?.indexOf(TIME_FIELD) ?? -1;
  if (value === null || from < 0) return undefined;
  const start = from + TIME_FIELD.length;
  const text = value.subarray(start, start + TIME_CHARS_MAX).toString('latin1');
  const end = text.indexOf('"');
  return end < 0 ? undefined : text.slice(0, end);
}

import { headerOf, type PartitionRef, type SourceRecord } from '@hrd-shield/pipeline';

interface Reached {
  /** Largest event time, epoch ms; 0 before the first. */
  at: number;
  /** Wall time of the last record, or of the assignment. */
  seenAt: number;
}

/**
 * How far event time has come on each assigned partition. The watermark is the least of them, so
 * that it passes no event still to be read; silent partitions stop holding it back after a bound.
 *
 * @source architecture notes, section 6
 */
export class EventTime {
  readonly #bounds: { readonly idleMs: number; readonly futureMs: number };
  readonly #partitions = new Map<string, Reached>();
  #watermark = 0;

  constructor(bounds: { readonly idleMs: number; readonly futureMs: number }) {
    this.#bounds = bounds;
  }

  assign(partitions: readonly PartitionRef[], nowMs: number): void {
    this.#partitions.clear();
    for (const at of partitions) this.#partitions.set(nameOf(at), { at: 0, seenAt: nowMs });
  }

  reachedOf(at: PartitionRef): number {
    return this.#partitions.get(nameOf(at))?.at ?? 0;
  }

  /**
   * Takes the time of one record: the last of a batch, since misses are not read.
   * @param appendedAt clamps a clock that runs ahead, epoch ms
   */
  reach(from: PartitionRef, eventAt: number, appendedAt: number, nowMs: number): void {
    const reached = this.#partitions.get(nameOf(from));
    if (reached === undefined) return;
    reached.seenAt = nowMs;
    const clamped = Math.min(eventAt, appendedAt + this.#bounds.futureMs);
    if (clamped > reached.at) reached.at = clamped;
  }

  /** @returns event time that all partitions have reached; never earlier than before; 0 at first */
  watermark(nowMs: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (const { at, seenAt } of this.#partitions.values()) {
      if (nowMs - seenAt <= this.#bounds.idleMs) least = Math.min(least, at);
    }
    if (least !== Number.POSITIVE_INFINITY && least > this.#watermark) this.#watermark = least;
    return this.#watermark;
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

function nameOf(at: PartitionRef): string {
  return `${at.topic}/${at.partition}`;
}

import { ShieldError } from '@hrd-shield/contracts';
import { partitionOf } from '@hrd-shield/kafka';
import type {
  LogReader,
  OutRecord,
  PartitionRef,
  RecordSink,
  SourceRecord,
} from '@hrd-shield/pipeline';
import type { RestartLog } from '../../services/detect/src/assigned-partitions.ts';
import type { Random } from '../faults/random.ts';
import type { Life, SimTime } from './sim-time.ts';

/** How often the log misbehaves: shares from 0 to 1. */
export interface LogFaults {
  /** A send is refused and nothing is appended. */
  readonly refused: number;
  /** A send is appended and its answer lost. */
  readonly unanswered: number;
}

/** Longest answer of the log, ms. */
const LATENCY_MS_MAX = 20;

/** The log in memory: topics, partitions, committed offsets. It outlives every process. */
export class SimLog {
  readonly #topics = new Map<string, SourceRecord[][]>();
  readonly #committed = new Map<string, number>();
  readonly #time: SimTime;
  readonly #random: Random;
  readonly #partitions: number;
  readonly #note: (what: string) => void;
  faults: LogFaults = { refused: 0, unanswered: 0 };

  constructor(
    by: { readonly time: SimTime; readonly random: Random; readonly note: (what: string) => void },
    partitions: number,
  ) {
    this.#time = by.time;
    this.#random = by.random;
    this.#note = by.note;
    this.#partitions = partitions;
  }

  partitionsOf(topic: string): readonly PartitionRef[] {
    return Array.from({ length: this.#partitions }, (_, partition) => ({ topic, partition }));
  }

  records({ topic, partition }: PartitionRef): readonly SourceRecord[] {
    return this.#open(topic)[partition] ?? [];
  }

  all(topic: string): readonly SourceRecord[] {
    return this.#open(topic).flat();
  }

  committed(groupId: string, at: PartitionRef): number {
    return this.#committed.get(placeOf(groupId, at)) ?? 0;
  }

  commit(groupId: string, at: PartitionRef, offset: number): void {
    this.#committed.set(placeOf(groupId, at), offset);
  }

  append({ headers, key, partition, topic, value }: OutRecord): void {
    const to = partition ?? (key === null ? 0 : partitionOf(key, this.#partitions));
    const records = this.#open(topic)[to];
    this.#note(`${topic}[${to}] ${key} ${value}`);
    records?.push({
      key: key === null ? null : Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
      headers,
      offset: String(records.length),
      timestamp: String(this.#time.now()),
    });
  }

  latency(life: Life): Promise<void> {
    return this.#time.wait(this.#random.between(1, LATENCY_MS_MAX), life);
  }

  /** What one process appends with; a process that dies meanwhile may have appended or not. */
  sink(life: Life): RecordSink {
    return {
      send: async (records) => {
        if (records.length === 0) return;
        await this.latency(life);
        if (this.#random.next() < this.faults.refused) throw new ShieldError('kafka.unavailable');
        for (const record of records) this.append(record);
        await this.latency(life);
        if (this.#random.next() < this.faults.unanswered) {
          throw new ShieldError('kafka.unavailable');
        }
      },
    };
  }

  /** What a restart asks, in the shape in which the services ask it. */
  restart(life: Life): RestartLog {
    return {
      committed: async (groupId, topics) => {
        await this.latency(life);
        return topics.flatMap((topic) =>
          this.partitionsOf(topic).map((at) => {
            const isKnown = this.#committed.has(placeOf(groupId, at));
            return { ...at, offset: isKnown ? String(this.committed(groupId, at)) : '-1' };
          }),
        );
      },
      offsets: async (topic) => {
        await this.latency(life);
        return this.partitionsOf(topic).map((at) => {
          return { ...at, low: '0', high: String(this.records(at).length) };
        });
      },
      openReader: (at) => this.#reader(at, life),
    };
  }

  #reader(at: PartitionRef, life: Life): LogReader {
    return {
      start: async (onRecords) => {
        await this.latency(life);
        onRecords([...this.records(at)], at);
      },
      stop: async () => undefined,
      isHealthy: () => true,
    };
  }

  #open(topic: string): SourceRecord[][] {
    const known = this.#topics.get(topic);
    if (known !== undefined) return known;
    const made = Array.from({ length: this.#partitions }, () => []);
    this.#topics.set(topic, made);
    return made;
  }
}

function placeOf(groupId: string, { partition, topic }: PartitionRef): string {
  return `${groupId}|${topic}|${partition}`;
}

import { ShieldError } from '@hrd-shield/contracts';
import type { KafkaAdmin } from '@hrd-shield/kafka';
import type { LogReader, PartitionRef, SourceBatch } from '@hrd-shield/pipeline';

/** What a restart asks of the log. */
export interface RestartLog extends Pick<KafkaAdmin, 'committed' | 'offsets'> {
  /** Reads one partition from its beginning. */
  openReader(at: PartitionRef): LogReader;
}

/** How the state of one partition is made, and made again after a restart. */
export interface AssignedPartitionsDeps<Worker> {
  readonly log: RestartLog;
  readonly open: (partition: number) => Worker;
  /** @returns the last offset that is in the saved state; undefined: nothing is saved */
  readonly restore: (
    worker: Worker,
    saved: LogReader,
    isStale: () => boolean,
  ) => Promise<bigint | undefined>;
}

export interface AssignedPartitionsConfig {
  readonly groupId: string;
  /** The log that is folded. */
  readonly topic: string;
  /** Where states are saved, partition by partition. */
  readonly snapshots: string;
  /** When records after the saved states are gone: stop, or go on with what is left. */
  readonly onGap: 'refuse' | 'go-on';
}

/** Whoever works on one partition for as long as it is assigned. */
export interface AssignedWorker {
  /** @param committed effects before this offset are known to have happened */
  rebuildUpTo(committed: bigint): void;
  take(batch: SourceBatch): Promise<void>;
}

/** The workers of the assigned partitions of a log, one each, with what was saved of them. */
export class AssignedPartitions<Worker extends AssignedWorker> {
  readonly #deps: AssignedPartitionsDeps<Worker>;
  readonly #config: AssignedPartitionsConfig;
  readonly #workers = new Map<number, Worker>();
  /** Numbers the assignments: one that restores for long must not end a later one. */
  #assignment = 0;

  constructor(deps: AssignedPartitionsDeps<Worker>, config: AssignedPartitionsConfig) {
    this.#deps = deps;
    this.#config = config;
  }

  all(): readonly Worker[] {
    return [...this.#workers.values()];
  }

  /** @throws ShieldError `kafka.unavailable` for a partition that has no worker: nobody took it */
  async take(batch: SourceBatch): Promise<void> {
    const worker = this.#workers.get(batch.partition);
    if (worker !== undefined) return worker.take(batch);
    const detail = `${batch.topic}[${batch.partition}]: no state is restored`;
    throw new ShieldError('kafka.unavailable', { detail });
  }

  revoke(partitions: readonly PartitionRef[]): void {
    this.#assignment += 1;
    for (const { partition } of partitions) this.#workers.delete(partition);
  }

  /**
   * Restores the state of each partition.
   * @param isStale true once the partitions are taken away: what is not restored yet is left
   * @returns where each starts: behind its saved state, or at the beginning of its log
   * @throws ShieldError `kafka.offset-gap`
   */
  async assign(
    partitions: readonly PartitionRef[],
    isStale: () => boolean = () => false,
  ): Promise<readonly (PartitionRef & { readonly offset: string })[]> {
    const { groupId, topic } = this.#config;
    const { log } = this.#deps;
    this.#assignment += 1;
    const assignment = this.#assignment;
    const isOver = (): boolean => assignment !== this.#assignment || isStale();
    const committed = await log.committed(groupId, [topic]);
    const bounds = await log.offsets(topic);
    return Promise.all(
      partitions.map(async (at) => {
        const isSame = (one: PartitionRef): boolean => one.partition === at.partition;
        const low = BigInt(bounds.find(isSame)?.low ?? '0');
        const known = BigInt(committed.find(isSame)?.offset ?? '-1');
        const from = (await this.#restore(at.partition, known, isOver)) ?? low;
        return { ...at, offset: String(this.#notBefore(low, from, at)) };
      }),
    );
  }

  #notBefore(low: bigint, from: bigint, at: PartitionRef): bigint {
    if (from >= low) return from;
    if (this.#config.onGap === 'go-on') return low;
    const detail = `${at.topic}[${at.partition}]: states reach ${from}, the log begins at ${low}`;
    throw new ShieldError('kafka.offset-gap', { detail });
  }

  async #restore(
    partition: number,
    committed: bigint,
    isOver: () => boolean,
  ): Promise<bigint | undefined> {
    const { log, open, restore } = this.#deps;
    const worker = open(partition);
    const saved = log.openReader({ topic: this.#config.snapshots, partition });
    const through = await restore(worker, saved, isOver);
    worker.rebuildUpTo(committed);
    if (!isOver()) this.#workers.set(partition, worker);
    return through === undefined ? undefined : through + 1n;
  }
}

import { ShieldError } from '@hrd-shield/contracts';
import { createKafkaAdmin, createLogReader, type KafkaConnection } from '@hrd-shield/kafka';
import type { PartitionRef } from '@hrd-shield/pipeline';
import { PartitionWorker, type WorkerConfig, type WorkerDeps } from './partition-worker.ts';
import { restoreFold } from './steps/snapshots.ts';

export interface AssignedConfig {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly snapshotMs: number;
  readonly topics: WorkerConfig['topics'] & { readonly targetingEvents: string };
  readonly onFault: (fault: ShieldError) => void;
  /** Told of each saved state that does not open. */
  readonly onLost: () => void;
  readonly onRestored: (partition: number, defenders: number) => void;
}

/** The workers of the assigned partitions, one each. */
export class AssignedWorkers {
  readonly #deps: WorkerDeps;
  readonly #config: AssignedConfig;
  readonly #workers = new Map<number, PartitionWorker>();

  constructor(deps: WorkerDeps, config: AssignedConfig) {
    this.#deps = deps;
    this.#config = config;
  }

  all(): readonly PartitionWorker[] {
    return [...this.#workers.values()];
  }

  of(partition: number): PartitionWorker | undefined {
    return this.#workers.get(partition);
  }

  revoke(partitions: readonly PartitionRef[]): void {
    for (const { partition } of partitions) this.#workers.delete(partition);
  }

  /**
   * Restores the state of each partition.
   * @returns where each starts: behind its saved states, or at the beginning of its log
   * @throws ShieldError `kafka.offset-gap` when events after the saved states are gone
   */
  async assign(
    partitions: readonly PartitionRef[],
  ): Promise<(PartitionRef & { readonly offset: string })[]> {
    const { connection, groupId, topics } = this.#config;
    const admin = createKafkaAdmin(connection);
    const committed = await admin.committed(groupId, [topics.targetingEvents]);
    const bounds = await admin.offsets(topics.targetingEvents);
    return Promise.all(
      partitions.map(async (at) => {
        const isSame = (one: PartitionRef): boolean => one.partition === at.partition;
        const low = BigInt(bounds.find(isSame)?.low ?? '0');
        const known = BigInt(committed.find(isSame)?.offset ?? '-1');
        const from = (await this.#restore(at.partition, known)) ?? low;
        if (from >= low) return { ...at, offset: String(from) };
        const detail = `${at.topic}[${at.partition}]: states reach ${from}, the log begins at ${low}`;
        throw new ShieldError('kafka.offset-gap', { detail });
      }),
    );
  }

  async #restore(partition: number, committed: bigint): Promise<bigint | undefined> {
    const { connection, snapshotMs, topics, onFault, onLost, onRestored } = this.#config;
    const worker = new PartitionWorker(this.#deps, { partition, snapshotMs, topics });
    const reader = createLogReader({
      connection,
      topic: topics.detectSnapshots,
      partitions: [partition],
      onFault,
    });
    const { sealer } = this.#deps;
    const through = await restoreFold(worker.fold, reader, { sealer, onLost });
    worker.rebuildUpTo(committed);
    this.#workers.set(partition, worker);
    onRestored(partition, worker.fold.size);
    return through === undefined ? undefined : through + 1n;
  }
}

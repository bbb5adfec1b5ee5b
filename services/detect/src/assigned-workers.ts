import type { ShieldError } from '@hrd-shield/contracts';
import { createLogReader, type KafkaConnection } from '@hrd-shield/kafka';
import type { PartitionRef } from '@hrd-shield/pipeline';
import { PartitionWorker, type WorkerConfig, type WorkerDeps } from './partition-worker.ts';
import { restartPoints } from './restart-points.ts';
import { restoreFold } from './steps/snapshots.ts';

export interface AssignedConfig {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly snapshotMs: number;
  readonly topics: WorkerConfig['topics'] & { readonly targetingEvents: string };
  readonly stagePartitions: number;
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
   * @returns where each starts
   * @throws ShieldError `kafka.offset-gap`
   */
  assign(
    partitions: readonly PartitionRef[],
  ): Promise<(PartitionRef & { readonly offset: string })[]> {
    const { connection, groupId, topics } = this.#config;
    return restartPoints(
      { connection, groupId, topic: topics.targetingEvents, onGap: 'refuse' },
      partitions,
      (partition, committed) => this.#restore(partition, committed),
    );
  }

  async #restore(partition: number, committed: bigint): Promise<bigint | undefined> {
    const { connection, snapshotMs, stagePartitions, topics } = this.#config;
    const config = { partition, snapshotMs, stagePartitions, topics };
    const worker = new PartitionWorker(this.#deps, config);
    const reader = createLogReader({
      connection,
      topic: topics.detectSnapshots,
      partitions: [partition],
      onFault: this.#config.onFault,
    });
    const { sealer } = this.#deps;
    const { onLost } = this.#config;
    const through = await restoreFold(worker.fold, reader, { sealer, onLost });
    worker.rebuildUpTo(committed);
    this.#workers.set(partition, worker);
    this.#config.onRestored(partition, worker.fold.size);
    return through === undefined ? undefined : through + 1n;
  }
}

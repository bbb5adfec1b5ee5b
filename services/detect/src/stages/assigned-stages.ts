import type { DefenderRef, ShieldError } from '@hrd-shield/contracts';
import { createLogReader, type KafkaConnection } from '@hrd-shield/kafka';
import type { PartitionRef } from '@hrd-shield/pipeline';
import { restartPoints } from '../restart-points.ts';
import { restoreStage } from './stage-snapshots.ts';
import { StageWorker, type StageWorkerConfig, type StageWorkerDeps } from './stage-worker.ts';

export interface AssignedStagesConfig extends Omit<StageWorkerConfig, 'partition'> {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly onFault: (fault: ShieldError) => void;
}

/** The stages of the assigned partitions of the sightings log, one worker each. */
export class AssignedStages {
  readonly #deps: StageWorkerDeps;
  readonly #config: AssignedStagesConfig;
  readonly #workers = new Map<number, StageWorker>();

  constructor(deps: StageWorkerDeps, config: AssignedStagesConfig) {
    this.#deps = deps;
    this.#config = config;
  }

  all(): readonly StageWorker[] {
    return [...this.#workers.values()];
  }

  of(partition: number): StageWorker | undefined {
    return this.#workers.get(partition);
  }

  forget(defender: DefenderRef): void {
    for (const worker of this.#workers.values()) worker.forget(defender);
  }

  revoke(partitions: readonly PartitionRef[]): void {
    for (const { partition } of partitions) this.#workers.delete(partition);
  }

  /** What is older than the log is missed: hints only add to what defenders show by themselves. */
  assign(
    partitions: readonly PartitionRef[],
  ): Promise<(PartitionRef & { readonly offset: string })[]> {
    const { connection, groupId, topics } = this.#config;
    return restartPoints(
      { connection, groupId, topic: topics.sightings, onGap: 'go-on' },
      partitions,
      (partition, committed) => this.#restore(partition, committed),
    );
  }

  async #restore(partition: number, committed: bigint): Promise<bigint | undefined> {
    const { connection, onFault, topics } = this.#config;
    const worker = new StageWorker(this.#deps, { ...this.#config, partition });
    const reader = createLogReader({
      connection,
      topic: topics.stageSnapshots,
      partitions: [partition],
      onFault,
    });
    const { stagePolicy, stageSealer: sealer } = this.#deps;
    const from = { partition, policyHash: stagePolicy.hash, sealer };
    const through = await restoreStage(worker.fold, reader, from);
    worker.rebuildUpTo(committed);
    this.#workers.set(partition, worker);
    return through === undefined ? undefined : through + 1n;
  }
}

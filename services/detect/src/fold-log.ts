import type { ActorRef, DefenderRef } from '@hrd-shield/contracts';
import type { RecordSource, SourceBatch } from '@hrd-shield/pipeline';
import type { AssignedPartitions, AssignedWorker } from './assigned-partitions.ts';

/** A log that is folded partition by partition, by whichever instance has them. */
export interface FoldedLog {
  start(): Promise<void>;
  /** Saves what is folded, then leaves the group. */
  stop(): Promise<void>;
  isHealthy(): boolean;
  /** Records behind the head, over all assigned partitions; undefined until they are restored. */
  lag(): number | undefined;
  forget(defender: DefenderRef): void;
  /** What an actor did until a time, epoch ms, is gone. */
  forgetActor(actor: ActorRef, untilMs: number): void;
}

/** What can be forgotten of a partition, and saved. */
interface FoldingWorker extends AssignedWorker, Pick<FoldedLog, 'forget' | 'forgetActor'> {
  save(): Promise<void>;
}

/**
 * Folds what the source delivers, each partition by its worker.
 * @param before what a batch waits for, with signs of life to the group
 */
export function foldLog<Worker extends FoldingWorker>(
  source: RecordSource,
  workers: AssignedPartitions<Worker>,
  before: (batch: SourceBatch) => Promise<void> = async () => undefined,
): FoldedLog {
  let isStarted = false;
  return {
    isHealthy: () => source.isHealthy(),
    lag: () => (isStarted ? source.lag() : undefined),
    forget: (defender) => {
      for (const worker of workers.all()) worker.forget(defender);
    },
    forgetActor: (actor, untilMs) => {
      for (const worker of workers.all()) worker.forgetActor(actor, untilMs);
    },
    start: async () => {
      await source.start({
        onAssigned: (partitions, isStale) => workers.assign(partitions, isStale),
        onRevoked: (partitions) => workers.revoke(partitions),
        onBatch: async (batch) => {
          await before(batch);
          if (!batch.isStale()) await workers.take(batch);
        },
      });
      isStarted = true;
    },
    stop: async () => {
      // While the partitions are still ours: a later save could overwrite the next owner's.
      if (source.isHealthy()) for (const worker of workers.all()) await worker.save();
      await source.stop();
    },
  };
}

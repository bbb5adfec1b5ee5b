import type { ActorRef, DefenderRef } from '@hrd-shield/contracts';
import type { RecordSource } from '@hrd-shield/pipeline';
import type { AssignedPartitions, AssignedWorker } from './assigned-partitions.ts';

/** A log that is folded partition by partition, by whichever instance has them. */
export interface FoldedLog {
  start(): Promise<void>;
  /** Saves what is folded, then leaves the group. */
  stop(): Promise<void>;
  isHealthy(): boolean;
  forget(defender: DefenderRef): void;
  /** What an actor did until a time, epoch ms, is gone. */
  forgetActor(actor: ActorRef, untilMs: number): void;
}

/** What can be forgotten of a partition, and saved. */
interface FoldingWorker extends AssignedWorker, Pick<FoldedLog, 'forget' | 'forgetActor'> {
  save(): Promise<void>;
}

/** Folds what the source delivers, each partition by its worker. */
export function foldLog<Worker extends FoldingWorker>(
  source: RecordSource,
  workers: AssignedPartitions<Worker>,
): FoldedLog {
  return {
    isHealthy: () => source.isHealthy(),
    forget: (defender) => {
      for (const worker of workers.all()) worker.forget(defender);
    },
    forgetActor: (actor, untilMs) => {
      for (const worker of workers.all()) worker.forgetActor(actor, untilMs);
    },
    start: () =>
      source.start({
        onAssigned: (partitions) => workers.assign(partitions),
        onRevoked: (partitions) => workers.revoke(partitions),
        onBatch: (batch) => workers.take(batch),
      }),
    stop: async () => {
      // While the partitions are still ours: a later save could overwrite the next owner's.
      if (source.isHealthy()) for (const worker of workers.all()) await worker.save();
      await source.stop();
    },
  };
}

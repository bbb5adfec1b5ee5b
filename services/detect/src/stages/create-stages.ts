import type { DefenderRef, ShieldError, TargetingHint } from '@hrd-shield/contracts';
import { createKafkaSource, type KafkaConnection } from '@hrd-shield/kafka';
import { createTallyMeter } from '@hrd-shield/pipeline';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import { AssignedStages, type AssignedStagesConfig } from './assigned-stages.ts';
import type { StageWorkerDeps } from './stage-worker.ts';

export interface StagesWiring {
  readonly meter: ServiceContext<unknown>['meter'];
  readonly deps: Omit<StageWorkerDeps, 'count' | 'onHint'>;
  readonly connection: KafkaConnection;
  readonly config: Omit<AssignedStagesConfig, 'groupId' | 'connection' | 'onFault'>;
  readonly topicPrefix: string;
  readonly sessionTimeoutMs: number;
  readonly onFault: (fault: ShieldError) => void;
}

/** The stages across defenders: consumers of their own, beside the states of the defenders. */
export interface Stages extends Pick<RunningService, 'stop'> {
  start(): Promise<void>;
  isHealthy(): boolean;
  forget(defender: DefenderRef): void;
}

const GROUP = 'shield-detect-stages';

export function createStages(wiring: StagesWiring): Stages {
  const { config, connection, deps, meter, onFault, sessionTimeoutMs, topicPrefix } = wiring;
  const groupId = `${topicPrefix}${GROUP}`;
  const hints = meter.counter('shield_detect_hints_total', 'hints to defenders, by what they say');
  const source = createKafkaSource({
    connection,
    groupId,
    topics: [config.topics.sightings],
    sessionTimeoutMs,
    onFault,
  });
  const stages = new AssignedStages(
    {
      ...deps,
      count: createTallyMeter(meter, 'detect_stages'),
      onHint: (hint) => hints.add(1, { says: saidBy(hint) }),
    },
    { ...config, connection, groupId, onFault },
  );
  meter.gauge('shield_detect_stages_lag_records', 'records behind the head', () => source.lag());
  meter.gauge('shield_detect_stages_entries', 'keys, actors and boards held', () =>
    stages.all().reduce((sum, worker) => sum + worker.fold.size, 0),
  );
  return {
    isHealthy: () => source.isHealthy(),
    forget: (defender) => stages.forget(defender),
    start: () =>
      source.start({
        onAssigned: (partitions) => stages.assign(partitions),
        onRevoked: (partitions) => stages.revoke(partitions),
        onBatch: async (batch) => stages.of(batch.partition)?.take(batch),
      }),
    stop: async () => {
      // While the partitions are still ours: a later save could overwrite the next owner's.
      for (const worker of stages.all()) await worker.save();
      await source.stop();
    },
  };
}

function saidBy({ breadth, outage }: TargetingHint): string {
  if (outage !== undefined) return 'outage';
  return breadth === undefined ? 'crew' : 'breadth';
}

import type { ShieldError, TargetingHint } from '@hrd-shield/contracts';
import { createKafkaSource, type KafkaConnection } from '@hrd-shield/kafka';
import { createTallyMeter } from '@hrd-shield/pipeline';
import type { ServiceContext } from '@hrd-shield/runtime';
import { AssignedPartitions, type RestartLog } from '../assigned-partitions.ts';
import { type FoldedLog, foldLog } from '../fold-log.ts';
import { giveWay } from '../give-way.ts';
import { restoreStage } from './stage-snapshots.ts';
import { StageWorker, type StageWorkerConfig, type StageWorkerDeps } from './stage-worker.ts';

export interface StagesWiring {
  readonly meter: ServiceContext<unknown>['meter'];
  readonly deps: Omit<StageWorkerDeps, 'count' | 'onHint'>;
  readonly connection: KafkaConnection;
  readonly log: RestartLog;
  readonly config: Omit<StageWorkerConfig, 'partition'>;
  readonly topicPrefix: string;
  readonly sessionTimeoutMs: number;
  readonly onFault: (fault: ShieldError) => void;
  /** What comes first after a start. */
  readonly first: Pick<FoldedLog, 'lag'>;
}

const GROUP = 'shield-detect-stages';

/** The stages across defenders: consumers of their own, beside the states of the defenders. */
export function createStages(wiring: StagesWiring): FoldedLog {
  const { config, connection, deps, first, log, meter, onFault, sessionTimeoutMs, topicPrefix } =
    wiring;
  const groupId = `${topicPrefix}${GROUP}`;
  const hints = meter.counter('shield_detect_hints_total', 'hints to defenders, by what they say');
  const source = createKafkaSource({
    connection,
    groupId,
    topics: [config.topics.sightings],
    sessionTimeoutMs,
    onFault,
  });
  const workerDeps: StageWorkerDeps = {
    ...deps,
    count: createTallyMeter(meter, 'detect_stages'),
    onHint: (hint) => hints.add(1, { says: saidBy(hint) }),
  };
  const { sightings, stageSnapshots } = config.topics;
  // What is older than the log is missed: hints only add to what defenders show by themselves.
  const stages = new AssignedPartitions<StageWorker>(
    {
      log,
      open: (partition) => new StageWorker(workerDeps, { ...config, partition }),
      restore: async ({ fold, partition }, saved) => {
        const { notices, stagePolicy, stageSealer: sealer } = deps;
        const at = { partition, policyHash: stagePolicy.hash, sealer };
        const through = await restoreStage(fold, saved, at);
        for (const [actor, untilMs] of notices.forgotten()) fold.forgetActor(actor, untilMs);
        return through;
      },
    },
    { groupId, topic: sightings, snapshots: stageSnapshots, onGap: 'go-on' },
  );
  meter.gauge('shield_detect_stages_lag_records', 'records behind the head', () => source.lag());
  meter.gauge('shield_detect_stages_entries', 'keys, actors and boards held', () =>
    stages.all().reduce((sum, worker) => sum + worker.fold.size, 0),
  );
  return foldLog(source, stages, giveWay({ lag: () => first.lag() }));
}

function saidBy({ breadth, outage }: TargetingHint): string {
  if (outage !== undefined) return 'outage';
  return breadth === undefined ? 'crew' : 'breadth';
}

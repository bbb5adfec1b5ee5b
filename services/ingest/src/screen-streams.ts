import { STREAM_TOPICS, topicName } from '@hrd-shield/contracts';
import { createKafkaAdmin, createKafkaSource, type KafkaSink } from '@hrd-shield/kafka';
import { createDeadLetterWriter, createScreenStream, createTallyMeter } from '@hrd-shield/pipeline';
import { loadDetectionPolicy, loadStagePolicy } from '@hrd-shield/policy';
import type { RunningService } from '@hrd-shield/runtime';
import { createEventSealer } from './chain.ts';
import type { LooksKeeper } from './looks-keeper.ts';
import { createStreamBatch } from './stream-batch.ts';
import { verdictTrustOf } from './verdict-trust.ts';
import { SESSION_TIMEOUT_MS, type Wiring, WRITER } from './wiring.ts';

const GROUP = 'shield-ingest-streams';

/**
 * Starts the screening of profiles, connectivity and platform-wide counts: low in volume, in a
 * group of their own, and no part of the event time of the firehose.
 */
export async function screenStreams(
  wiring: Wiring,
  to: { readonly sink: KafkaSink; readonly looks: LooksKeeper },
): Promise<Pick<RunningService, 'checks' | 'stop'>> {
  const { connection, context, faults, index, keys, likeness, now } = wiring;
  const { config, logger, meter } = context;
  const { onFault } = faults;
  const sightings = topicName('sightings', config.topicPrefix);
  const { length: partitions } = await createKafkaAdmin(connection).offsets(sightings);
  const source = createKafkaSource({
    connection,
    groupId: `${config.topicPrefix}${GROUP}`,
    topics: Object.values(STREAM_TOPICS).map((topic) => config.topicPrefix + topic),
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    acceptOffsetGap: config.acceptOffsetGap === 'yes',
    onGapAccepted: (gap) => logger.warn('a gap of the log is accepted', { code: gap.code }, gap),
    onFault,
  });
  const stages = {
    policy: loadDetectionPolicy(config.policyFile),
    stages: loadStagePolicy(config.stagesFile),
  };
  const verdictTrust = verdictTrustOf(config);
  const targeting = { topic: topicName('targetingEvents', config.topicPrefix) };
  const onBatch = createStreamBatch(
    {
      screen: createScreenStream({ ...keys, index, likeness, stages, now, verdictTrust }, config),
      seal: createEventSealer({ sealer: keys.sealer, now }, targeting),
      looks: to.looks,
      letters: createDeadLetterWriter(
        { ...keys, now },
        { topic: topicName('deadLetters', config.topicPrefix), source: WRITER },
      ),
      sink: to.sink,
      count: createTallyMeter(meter, 'ingest_streams'),
      now,
    },
    { topic: sightings, partitions, source: WRITER, maxEventBytes: config.maxEventBytes },
  );
  meter.gauge('shield_ingest_streams_lag_records', 'records behind the head', () => source.lag());
  await source.start({ onBatch });
  return {
    checks: { streams: () => source.isHealthy() },
    stop: () => source.stop(),
  };
}

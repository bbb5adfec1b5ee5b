import { type Outcome, topicName } from '@hrd-shield/contracts';
import { createKafkaSink, type KafkaConnection, kafkaConnection } from '@hrd-shield/kafka';
import { outcomeRecord } from '@hrd-shield/pipeline';
import { KAFKA_SETTINGS, SETTINGS } from '@hrd-shield/runtime';
import { requireTopic } from '../shell/require-topic.ts';
import type { Shell } from '../shell/shell.ts';

const SOURCE = 'hrd-shield/cli';

/** The broker of this installation. */
export async function brokerOf(
  shell: Shell,
): Promise<{ readonly connection: KafkaConnection; readonly topicPrefix: string }> {
  const { topicPrefix, ...kafka } = await shell.settings({
    ...KAFKA_SETTINGS,
    topicPrefix: SETTINGS.topicPrefix,
  });
  return { connection: kafkaConnection(kafka, 'hrd-shield-improve'), topicPrefix };
}

/**
 * Appends outcomes to their log; `record` puts them into the store. The same outcome twice is one row.
 * @throws ShieldError `kafka.unavailable` | `config.invalid`
 */
export async function tellOutcomes(shell: Shell, outcomes: readonly Outcome[]): Promise<void> {
  const { connection, topicPrefix } = await brokerOf(shell);
  const topic = topicName('outcomes', topicPrefix);
  await requireTopic(topic, connection);
  const sink = createKafkaSink({ connection });
  await sink.start();
  try {
    await sink.send(outcomes.map((outcome) => outcomeRecord(outcome, topic, SOURCE)));
  } finally {
    await sink.stop();
  }
}

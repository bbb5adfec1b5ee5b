import { ShieldError } from '@hrd-shield/contracts';
import { createKafkaAdmin, type KafkaConnection } from '@hrd-shield/kafka';

/** @throws ShieldError `config.invalid` when the broker has no such topic */
export async function requireTopic(topic: string, connection: KafkaConnection): Promise<void> {
  const topics = await createKafkaAdmin(connection).listTopics();
  if (topics.includes(topic)) return;
  const detail = `the broker has no topic ${topic}; is SHIELD_TOPIC_PREFIX that of the installation?`;
  throw new ShieldError('config.invalid', { detail });
}

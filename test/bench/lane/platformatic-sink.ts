import { ShieldError } from '@hrd-shield/contracts';
import type { KafkaConnection, KafkaSink } from '@hrd-shield/kafka';
import type { OutRecord } from '@hrd-shield/pipeline';
import { Producer } from '@platformatic/kafka';

const REQUEST_RECORDS_MAX = 2_000;

/** The sink on @platformatic/kafka: idempotent, one request on its way, in the order of the sends. */
export function createPlatformaticSink(connection: KafkaConnection): KafkaSink {
  const producer = new Producer({
    clientId: connection.clientId,
    bootstrapBrokers: [...connection.brokers],
    idempotent: true,
    acks: -1,
    autocreateTopics: false,
  });
  let tail: Promise<void> = Promise.resolve();
  let healthy = false;
  const send = async (records: readonly OutRecord[]): Promise<void> => {
    try {
      for (let from = 0; from < records.length; from += REQUEST_RECORDS_MAX) {
        const messages = records.slice(from, from + REQUEST_RECORDS_MAX).map(messageOf);
        await producer.send({ messages });
      }
      healthy = true;
    } catch (cause) {
      healthy = false;
      const detail = cause instanceof Error ? cause.message : 'unknown fault';
      throw new ShieldError('kafka.unavailable', { cause, detail });
    }
  };
  return {
    start: async () => {
      await producer.connectToBrokers(null);
      healthy = true;
    },
    stop: async () => {
      await tail;
      await producer.close();
      healthy = false;
    },
    isHealthy: () => healthy,
    send: (records) => {
      const sent = tail.then(() => send(records));
      tail = sent.catch(() => undefined);
      return sent;
    },
  };
}

function messageOf({ headers, key, partition, topic, value }: OutRecord) {
  return {
    topic,
    ...(key === null ? {} : { key: Buffer.from(key) }),
    ...(value === null ? {} : { value: Buffer.from(value) }),
    headers: new Map(
      Object.entries(headers ?? {}).map(([name, said]) => [Buffer.from(name), Buffer.from(said)]),
    ),
    ...(partition === undefined ? {} : { partition }),
  };
}

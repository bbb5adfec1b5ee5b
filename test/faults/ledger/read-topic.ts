import { Kafka, logLevel } from 'kafkajs';
import type { Entry } from './books.ts';

const READ_MS_MAX = 60_000;

/** From the first record to what was the last when it was asked. */
export async function readTopic<T>(
  brokers: readonly string[],
  topic: string,
  take: (message: Message, partition: number) => T,
): Promise<readonly T[]> {
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'ledger',
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  const groupId = `ledger-${topic}-${process.pid}`;
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic))
      .filter(({ high, low }) => high !== low)
      .map(({ high, partition }) => [partition, BigInt(high)]),
  );
  const found: T[] = [];
  if (ends.size > 0) {
    const consumer = kafka.consumer({ groupId });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new RangeError(`${topic} cannot be read`)), READ_MS_MAX);
      const done = (): void => {
        clearTimeout(late);
        resolve();
      };
      consumer
        .run({
          eachMessage: async ({ message, partition }) => {
            found.push(take(message, partition));
            const end = ends.get(partition);
            if (end !== undefined && BigInt(message.offset) + 1n >= end) ends.delete(partition);
            if (ends.size === 0) done();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => undefined);
  }
  await admin.disconnect();
  return found;
}

export type Message = Parameters<
  NonNullable<Parameters<ReturnType<Kafka['consumer']>['run']>[0]>['eachMessage'] & {}
>[0]['message'];

export function entryOf(message: Message): Entry {
  const value = message.value?.toString() ?? 'null';
  return {
    key: message.key?.toString() ?? '',
    id: message.headers?.ce_id?.toString() ?? '',
    type: message.headers?.ce_type?.toString() ?? '',
    subject: message.headers?.ce_subject?.toString() ?? '',
    appendedAt: Number(message.timestamp),
    data: (JSON.parse(value) ?? {}) as Readonly<Record<string, unknown>>,
  };
}

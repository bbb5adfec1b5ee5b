import { afterAll, beforeAll, expect, test } from 'vitest';
import { stackAddresses, uniqueName } from '../../../test/harness/stack.ts';
import { createClient } from './connection.ts';
import { createKafkaAdmin, createKafkaSink, createLogReader, createTopics } from './index.ts';

const connection = {
  brokers: stackAddresses().kafkaBrokers.split(','),
  clientId: uniqueName('sink'),
};
let topic = '';

beforeAll(async () => {
  const prefix = `${uniqueName('t')}.`;
  const partitions = { outcomes: 1 };
  [topic = ''] = await createTopics(connection, { prefix, topics: ['outcomes'], partitions });
});

afterAll(() => createKafkaAdmin(connection).deleteTopics([topic]));

const record = (value: string) => ({
  topic,
  key: 'k',
  value: Buffer.from(value),
  headers: {},
  partition: 0,
});

async function readAll(): Promise<string[]> {
  const seen: string[] = [];
  const reader = createLogReader({ connection, topic });
  await reader.start((records) => void seen.push(...records.map(({ value }) => String(value))));
  await reader.stop();
  return seen;
}

test('a producer that lost its sequence is replaced, and its records arrive once', async () => {
  const sink = createKafkaSink({ connection, attemptsMax: 2 });
  await sink.start();
  await sink.send([record('a')]);
  await takeSequence(3);
  await sink.send([record('b')]);
  await sink.send([record('c')]);
  await sink.stop();
  expect(await readAll()).toEqual(['a', 'theirs', 'theirs', 'theirs', 'b', 'c']);
});

/** What the client makes of a producer's identity; nothing of the kind is exported. */
interface Broker {
  produce(request: object): Promise<unknown>;
}
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>;
  findBroker(at: { readonly nodeId: string }): Promise<Broker>;
}

/** Appends under the identity of the producer that wrote last, so that its next number is taken. */
async function takeSequence(count: number): Promise<void> {
  const kafka = createClient(connection);
  const open = Object.getOwnPropertySymbols(kafka).find((name) =>
    String(name.description).endsWith('createCluster'),
  );
  const cluster = (kafka as unknown as Record<symbol, (options: object) => Cluster>)[
    open ?? Symbol()
  ]?.({});
  if (cluster === undefined) throw new TypeError('the client keeps its cluster elsewhere');
  await cluster.connect();
  await cluster.addTargetTopic(topic);
  const [nodeId = ''] = Object.keys(cluster.findLeaderForPartitions(topic, [0]));
  const broker = await cluster.findBroker({ nodeId });
  const { producerEpoch, producerId } = await identityOfLast();
  await broker.produce({
    acks: -1,
    timeout: 10_000,
    compression: 0,
    producerId,
    producerEpoch,
    topicData: [
      {
        topic,
        partitions: [
          {
            partition: 0,
            firstSequence: 1,
            messages: Array.from({ length: count }, () => ({
              key: 'k',
              value: 'theirs',
              headers: {},
              timestamp: Date.now(),
            })),
          },
        ],
      },
    ],
  });
  await cluster.disconnect();
}

async function identityOfLast(): Promise<{ producerId: string; producerEpoch: number }> {
  const consumer = createClient(connection).consumer({ groupId: uniqueName('g') });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const found = new Promise<{ producerId: string; producerEpoch: number }>((resolve) => {
    void consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        const { batchContext } = message as unknown as {
          readonly batchContext: { readonly producerId: string; readonly producerEpoch: number };
        };
        resolve(batchContext);
      },
    });
  });
  const identity = await found;
  await consumer.disconnect();
  return identity;
}

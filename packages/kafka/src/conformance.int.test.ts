import { describe, expect, test } from 'vitest';
import { describeConformance } from '../../../test/harness/log-conformance/describe-conformance.ts';
import {
  conformancePlace,
  PARTITIONS,
  productAdapter,
  until,
} from '../../../test/harness/log-conformance/place.ts';
import { createKafkaAdmin, createLogReader, createTopics, type KeyFilter } from './index.ts';

/** Every promise of the source holds under both decoders. */
const DECODERS: readonly (readonly [string, KeyFilter | undefined])[] = [
  ['the decoder of the client', undefined],
  ['the in-place decoder', () => true],
];

describe.each(DECODERS)('%s', (_name, keyFilter) => {
  describeConformance(productAdapter(keyFilter));
});

describe('logs and topics', () => {
  const place = conformancePlace(productAdapter());
  test('a log reader has delivered the head when its start resolves, and then goes on', async () => {
    await place.append(['a', 'b'], 0);
    await place.append(['c'], 1);
    const seen: string[] = [];
    const reader = createLogReader({ connection: place.connection, topic: place.topic });
    await reader.start((records) => void seen.push(...records.map((r) => String(r.value))));
    expect(seen.toSorted()).toEqual(['a', 'b', 'c']);
    await place.append(['d'], 1);
    await until(() => seen.includes('d'));
    await reader.stop();
  });

  test('a log reader of one partition sees no other', async () => {
    await place.append(['a'], 0);
    await place.append(['b'], 1);
    const seen: string[] = [];
    const reader = createLogReader({
      connection: place.connection,
      topic: place.topic,
      partitions: [1],
    });
    await reader.start((records) => void seen.push(...records.map((r) => String(r.value))));
    await reader.stop();
    expect(seen).toEqual(['b']);
  });

  test('a log reader of an empty topic starts at once', async () => {
    const reader = createLogReader({ connection: place.connection, topic: place.topic });
    await reader.start(() => undefined);
    await reader.stop();
  });

  test('topics have the shape of the table, and making them again changes nothing', async () => {
    const prefix = place.topic.slice(0, place.topic.indexOf('.') + 1);
    await createTopics(place.connection, { prefix, topics: ['outcomes'] });
    const [made] = await createKafkaAdmin(place.connection).describe([place.topic]);
    expect(made?.partitions).toBe(PARTITIONS);
    expect(made?.config).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': '2592000000',
      'message.timestamp.type': 'LogAppendTime',
    });
  });
});

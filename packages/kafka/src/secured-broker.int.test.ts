import { ShieldError } from '@hrd-shield/contracts';
import type { RecordSource } from '@hrd-shield/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { valuesOf } from '../../../test/harness/log-conformance/place.ts';
import { type SecuredBroker, startSecuredBroker } from '../../../test/harness/secured-broker.ts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  createTopics,
  type KafkaConnection,
  type KafkaSettings,
  type KeyFilter,
  kafkaConnection,
  openLog,
} from './index.ts';

/** What a client makes of a broker that lets nobody in whom it does not know. */
const PASSWORD = 'of-this-test-alone';
const METER = { gauge: () => undefined };
let broker: SecuredBroker;
let topic = '';

beforeAll(async () => {
  broker = await startSecuredBroker({ username: 'shield', password: PASSWORD });
  [topic = ''] = await createTopics(reach(), {
    topics: ['outcomes'],
    partitions: { outcomes: 1 },
    replicationFactor: 1,
  });
});

afterAll(() => broker.stop());

/** As a service reaches it, with some settings otherwise. */
function reach(otherwise: Partial<KafkaSettings> = {}): KafkaConnection {
  return kafkaConnection(
    {
      kafkaBrokers: [`127.0.0.1:${broker.bySasl}`],
      kafkaTls: true,
      kafkaCaFile: broker.files.ca,
      kafkaCertFile: undefined,
      kafkaKeyFile: undefined,
      kafkaSaslMechanism: undefined,
      kafkaSaslUsername: broker.user.username,
      kafkaSaslPassword: PASSWORD,
      ...otherwise,
    },
    'secured',
  );
}

const NO_SASL = { kafkaSaslUsername: undefined, kafkaSaslPassword: undefined };
const byCertificate = () => ({
  ...NO_SASL,
  kafkaBrokers: [`127.0.0.1:${broker.byCertificate}`],
  kafkaCertFile: broker.files.cert,
  kafkaKeyFile: broker.files.key,
});

function open(connection: KafkaConnection, keyFilter?: KeyFilter): RecordSource {
  const groupId = keyFilter === undefined ? 'stock' : 'in-place';
  return createKafkaSource({ connection, groupId, topics: [topic], keyFilter });
}

async function faultOf(connection: KafkaConnection): Promise<ShieldError> {
  const sink = createKafkaSink({ connection });
  const fault = await sink.start().catch((error: unknown) => error);
  await sink.stop();
  if (fault instanceof ShieldError) return fault;
  throw new TypeError('the broker let it in');
}

test('records go through TLS and SCRAM: appended, read whole, and screened where they lie', async () => {
  const connection = reach();
  const sink = createKafkaSink({ connection });
  await sink.start();
  const record = (key: string) => ({ topic, key, value: Buffer.from(key), headers: {} });
  await sink.send(['a', 'b', 'a'].map(record));
  await sink.stop();
  const whole: string[] = [];
  const hits: string[] = [];
  let passedOver = 0;
  const stock = open(connection);
  const inPlace = open(connection, (bytes, from, to) => bytes.toString('utf8', from, to) === 'b');
  await stock.start({ onBatch: async (batch) => void whole.push(...valuesOf(batch)) });
  await expect.poll(() => whole, { timeout: 30_000 }).toEqual(['a', 'b', 'a']);
  await stock.stop();
  await inPlace.start({
    onBatch: async (batch) => {
      hits.push(...valuesOf(batch));
      passedOver += batch.passedOver?.count ?? 0;
    },
  });
  await expect.poll(() => [hits, passedOver], { timeout: 30_000 }).toEqual([['b'], 2]);
  await inPlace.stop();
});

test.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)('%s lets in', async (mechanism) => {
  const admin = createKafkaAdmin(reach({ kafkaSaslMechanism: mechanism }));
  expect(await admin.listTopics()).toContain(topic);
});

test('a certificate of its own lets in', async () => {
  const admin = createKafkaAdmin(reach(byCertificate()));
  expect(await admin.listTopics()).toContain(topic);
});

test('a wrong password ends a reader for good, at once and with a code, and is not told', async () => {
  const wrong = reach({ kafkaSaslPassword: 'another-one' });
  const faults: ShieldError[] = [];
  const log = openLog(wrong, METER, (fault) => faults.push(fault));
  const groupId = 'refused';
  const source = createKafkaSource({ ...log, groupId, topics: [topic] });
  await source.start({ onBatch: async () => undefined });
  await expect(log.failed).rejects.toMatchObject({ code: 'kafka.refused' });
  expect(source.isHealthy()).toBe(false);
  await source.stop();
  expect(faults.map(({ code }) => code)).toEqual(['kafka.refused']);
  const reader = createLogReader({ connection: wrong, topic });
  await expect(reader.start(() => undefined)).rejects.toMatchObject({ code: 'kafka.refused' });
  const fault = await faultOf(wrong);
  expect(fault.code).toBe('kafka.refused');
  for (const one of [...faults, fault]) {
    expect(one.message).not.toMatch(/another-one|of-this-test-alone/);
  }
});

test.concurrent('who was let in before goes on trying, and reads on once it is let in again', async () => {
  const sasl = { mechanism: 'scram-sha-512' as const, username: 'shield', password: PASSWORD };
  const faults: string[] = [];
  const seen: string[] = [];
  const connection = { ...reach(), sasl };
  // A fetch that waits longer than the watchdog: the client is built anew again and again.
  const source = createKafkaSource({
    ...{ connection, groupId: 'again', topics: [topic], maxWaitMs: 4_000, watchdogMs: 1_000 },
    onFault: ({ message }) => void faults.push(message),
  });
  await source.start({ onBatch: async (batch) => void seen.push(...valuesOf(batch)) });
  await expect.poll(() => seen.length, { timeout: 30_000 }).toBeGreaterThan(0);
  sasl.password = 'another-one';
  const told = 'kafka.unavailable: kafka.refused: the broker did not take';
  await expect.poll(() => faults.join(), { timeout: 60_000 }).toContain(told);
  sasl.password = PASSWORD;
  const sink = createKafkaSink({ connection });
  await sink.send([{ topic, key: 'z', value: Buffer.from('z'), headers: {} }]);
  await expect.poll(() => seen.at(-1), { timeout: 60_000 }).toBe('z');
  await sink.stop();
  await source.stop();
});

test.concurrent('who has no certificate, and whom nobody trusted vouches for, ends with a code', async () => {
  const without = { ...byCertificate(), kafkaCertFile: undefined, kafkaKeyFile: undefined };
  // The library tries each of them some seconds long, for brokers that are only restarting.
  const faults = await Promise.all([
    faultOf(reach(without)),
    faultOf(reach({ kafkaCaFile: undefined })),
    faultOf(reach({ kafkaBrokers: [`localhost:${broker.bySasl}`] })),
  ]);
  expect(faults.map(({ message }) => message)).toEqual([
    'kafka.refused: the broker did not take the certificate',
    'kafka.untrusted: UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'kafka.untrusted: ERR_TLS_CERT_ALTNAME_INVALID',
  ]);
});

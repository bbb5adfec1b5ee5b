import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { kafkaInClear } from '../../../test/harness/kafka-in-clear.ts';
import { type KafkaSettings, kafkaConnection } from './kafka-connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-settings-'));
const notPem = join(folder, 'not-pem');
writeFileSync(notPem, 'a secret that is no certificate');

afterAll(() => rmSync(folder, { recursive: true }));

const connect = (otherwise: Partial<KafkaSettings>) =>
  kafkaConnection({ ...kafkaInClear(['b:9092']), ...otherwise }, 'of-a-test');
const user = { kafkaSaslUsername: 'shield', kafkaSaslPassword: 'unsaid' };

test('nothing set is in clear, a name and a password are SCRAM with SHA-512', () => {
  expect(connect({})).toEqual({ brokers: ['b:9092'], clientId: 'of-a-test' });
  const { sasl, tls } = connect({ ...user, kafkaTls: true });
  expect(sasl).toEqual({ mechanism: 'scram-sha-512', username: 'shield', password: 'unsaid' });
  expect(tls).toEqual({});
});

test.each<[Partial<KafkaSettings>, string]>([
  [
    { kafkaCaFile: notPem },
    'KAFKA_CA_FILE, KAFKA_CERT_FILE and KAFKA_KEY_FILE need KAFKA_TLS=true',
  ],
  [
    { kafkaTls: true, kafkaKeyFile: notPem },
    'KAFKA_CERT_FILE and KAFKA_KEY_FILE are set together or not at all',
  ],
  [
    { kafkaSaslUsername: 'shield' },
    'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are set together or not at all',
  ],
  [
    { kafkaSaslPassword: 'unsaid' },
    'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are set together or not at all',
  ],
  [
    { kafkaSaslMechanism: 'scram-sha-256' },
    'KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD',
  ],
  [
    { ...user, kafkaSaslMechanism: 'plain' },
    'KAFKA_SASL_MECHANISM is plain, which sends the password as it is: it needs KAFKA_TLS=true',
  ],
  [{ kafkaTls: true, kafkaCaFile: notPem }, 'KAFKA_CA_FILE holds no certificate in PEM'],
  [
    { kafkaTls: true, kafkaCaFile: join(folder, 'nothing') },
    'KAFKA_CA_FILE names a file that cannot be read',
  ],
  [
    { kafkaTls: true, kafkaCertFile: notPem, kafkaKeyFile: notPem },
    'KAFKA_CERT_FILE and KAFKA_KEY_FILE are not a certificate and its key in PEM',
  ],
])('%o is refused in one sentence without what it holds', (otherwise, sentence) => {
  expect(() => connect(otherwise)).toThrow(`config.invalid: ${sentence}`);
});

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ShieldError } from '@hrd-shield/contracts';
import type { BrokerSasl, BrokerTls, KafkaConnection } from './connection.ts';

/** How the brokers are reached, as `KAFKA_SETTINGS` of the runtime reads it. */
export interface KafkaSettings {
  readonly kafkaBrokers: readonly string[];
  readonly kafkaTls: boolean;
  readonly kafkaCaFile: string | undefined;
  readonly kafkaCertFile: string | undefined;
  readonly kafkaKeyFile: string | undefined;
  readonly kafkaSaslMechanism: BrokerSasl['mechanism'] | undefined;
  readonly kafkaSaslUsername: string | undefined;
  readonly kafkaSaslPassword: string | undefined;
}

/**
 * The one way from settings to a connection, for services and commands alike. Reads the files of
 * certificates once; an error names the setting, never what it holds.
 * @throws ShieldError `config.invalid` where settings contradict or a file is not what it should be
 */
export function kafkaConnection(settings: KafkaSettings, clientId: string): KafkaConnection {
  const broken = contradictionOf(settings);
  if (broken !== undefined) throw invalid(broken);
  return {
    brokers: settings.kafkaBrokers,
    clientId,
    tls: settings.kafkaTls ? tlsOf(settings) : undefined,
    sasl: saslOf(settings),
  };
}

function contradictionOf(of: KafkaSettings): string | undefined {
  const files = [of.kafkaCaFile, of.kafkaCertFile, of.kafkaKeyFile];
  if (!of.kafkaTls && files.some((file) => file !== undefined)) {
    return 'KAFKA_CA_FILE, KAFKA_CERT_FILE and KAFKA_KEY_FILE need KAFKA_TLS=true';
  }
  if ((of.kafkaCertFile === undefined) !== (of.kafkaKeyFile === undefined)) {
    return 'KAFKA_CERT_FILE and KAFKA_KEY_FILE are set together or not at all';
  }
  if ((of.kafkaSaslUsername === undefined) !== (of.kafkaSaslPassword === undefined)) {
    return 'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are set together or not at all';
  }
  if (of.kafkaSaslMechanism !== undefined && of.kafkaSaslUsername === undefined) {
    return 'KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD';
  }
  if (of.kafkaSaslMechanism === 'plain' && !of.kafkaTls) {
    return 'KAFKA_SASL_MECHANISM is plain, which sends the password as it is: it needs KAFKA_TLS=true';
  }
  return undefined;
}

function saslOf(of: KafkaSettings): BrokerSasl | undefined {
  const { kafkaSaslPassword: password, kafkaSaslUsername: username } = of;
  if (username === undefined || password === undefined) return undefined;
  return { mechanism: of.kafkaSaslMechanism ?? 'scram-sha-512', username, password };
}

function tlsOf({ kafkaCaFile, kafkaCertFile, kafkaKeyFile }: KafkaSettings): BrokerTls {
  const ca = pemOf('KAFKA_CA_FILE', kafkaCaFile);
  const cert = pemOf('KAFKA_CERT_FILE', kafkaCertFile);
  const key = pemOf('KAFKA_KEY_FILE', kafkaKeyFile);
  // Node passes over an authority that it cannot read, and would trust nobody.
  if (ca !== undefined) {
    requireUsable('KAFKA_CA_FILE holds no certificate in PEM', () => new X509Certificate(ca));
  }
  requireUsable('KAFKA_CERT_FILE and KAFKA_KEY_FILE are not a certificate and its key in PEM', () =>
    createSecureContext({ cert, key }),
  );
  return { ca, cert, key };
}

function pemOf(env: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw invalid(`${env} names a file that cannot be read`, cause);
  }
}

function requireUsable(otherwise: string, use: () => unknown): void {
  try {
    use();
  } catch (cause) {
    throw invalid(otherwise, cause);
  }
}

function invalid(detail: string, cause?: unknown): ShieldError {
  return new ShieldError('config.invalid', { detail, cause });
}

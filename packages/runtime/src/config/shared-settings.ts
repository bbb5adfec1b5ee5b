import { z } from 'zod';
import { secret, setting } from './setting.ts';
import { address, addressList, flag, integer, oneOf, text, urlOf } from './value-types.ts';

/** Levels of the log, the least important first; `silent` logs nothing. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Settings that every service has. */
export const SERVICE_SETTINGS = {
  httpHost: setting(
    'SHIELD_HTTP_HOST',
    text(253).default('127.0.0.1'),
    'address on which health and metrics are served',
  ),
  httpPort: setting(
    'SHIELD_HTTP_PORT',
    integer(0, 65_535).default(0),
    'port of health and metrics; 0 takes any free port and prints it',
  ),
  logLevel: setting('SHIELD_LOG_LEVEL', oneOf(LOG_LEVELS).default('info'), 'least level logged'),
  drainMs: setting(
    'SHIELD_DRAIN_MS',
    integer(100, 600_000).default(20_000),
    'how long a stopping service may finish its work, ms',
  ),
  otlpEndpoint: setting(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    urlOf('http', 'https').optional(),
    'collector that takes traces over OTLP/HTTP; absent exports none',
  ),
} as const;

const PATH_MAX = 4_096;

/** How the brokers are reached, the same for every process; `kafkaConnection` makes a connection of it. */
export const KAFKA_SETTINGS = {
  kafkaBrokers: setting(
    'KAFKA_BROKERS',
    addressList(),
    'bootstrap brokers, host:port separated by commas',
  ),
  kafkaTls: setting(
    'KAFKA_TLS',
    flag().default(false),
    'speak TLS to the brokers; their certificates are always checked, against their names too',
  ),
  kafkaCaFile: setting(
    'KAFKA_CA_FILE',
    text(PATH_MAX).optional(),
    'PEM file of the authorities that vouch for the brokers; those that Node trusts when absent',
  ),
  kafkaCertFile: setting(
    'KAFKA_CERT_FILE',
    text(PATH_MAX).optional(),
    'PEM file of the own certificate, where the brokers ask for one; with KAFKA_KEY_FILE',
  ),
  kafkaKeyFile: setting(
    'KAFKA_KEY_FILE',
    text(PATH_MAX).optional(),
    'PEM file of the key of the own certificate, without a passphrase',
  ),
  kafkaSaslMechanism: setting(
    'KAFKA_SASL_MECHANISM',
    oneOf(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
    'how the password is shown to be known: scram-sha-512 when absent; plain needs KAFKA_TLS',
  ),
  kafkaSaslUsername: setting(
    'KAFKA_SASL_USERNAME',
    text(256).optional(),
    'name under which the brokers know this process; no SASL when absent',
  ),
  kafkaSaslPassword: secret('KAFKA_SASL_PASSWORD', text(1_024).optional(), 'password of that name'),
} as const;

/** Settings of the servers and of the installation; a service takes those it uses. */
export const SETTINGS = {
  ...KAFKA_SETTINGS,
  kafkaGiveUpMs: setting(
    'SHIELD_KAFKA_GIVE_UP_MS',
    integer(10_000, 24 * 3_600_000).default(600_000),
    'a process that no broker has answered for so long ends with code 1, and its supervisor decides, ms',
  ),
  temporalAddress: setting('TEMPORAL_ADDRESS', address(), 'workflow server, host:port'),
  temporalNamespace: setting(
    'TEMPORAL_NAMESPACE',
    text(128).default('default'),
    'workflow namespace',
  ),
  clickhouseUrl: secret(
    'CLICKHOUSE_URL',
    urlOf('http', 'https'),
    'column store with user, password and database',
  ),
  databaseUrl: secret(
    'DATABASE_URL',
    urlOf('postgres', 'postgresql'),
    'registry database with user and password',
  ),
  topicPrefix: setting(
    'SHIELD_TOPIC_PREFIX',
    z
      .string()
      .regex(/^[a-z0-9.-]{0,64}$/, 'up to 64 of a-z, 0-9, dot and hyphen')
      .default(''),
    'put before every topic and group name: keeps installations apart on one broker',
  ),
  auditDir: setting(
    'SHIELD_AUDIT_DIR',
    text(1_024).optional(),
    'durable folder where a process accounts for what it opens; machine-audit beside the keys when absent',
  ),
  auditWindowMs: setting(
    'SHIELD_AUDIT_WINDOW_MS',
    integer(100, 3_600_000).default(300_000),
    'what a process opens is counted over this span, ms',
  ),
  keysDir: setting(
    'SHIELD_KEYS_DIR',
    text(1_024),
    'folder of the local keyring; a key service replaces it in production',
  ),
} as const;

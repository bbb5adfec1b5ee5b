import { ShieldError } from '@hrd-shield/contracts';
import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { accessFault } from './access-faults.ts';
import { answerSocket } from './answers/answer-socket.ts';
import { joinAnswers } from './answers/join-answers.ts';
import type { BrokerContact } from './broker-contact.ts';

/** A line of the client library, for the service's own logger. Holds no record content. */
export type KafkaLog = (
  level: 'error' | 'warn' | 'info' | 'debug',
  message: string,
  fields: Readonly<Record<string, unknown>>,
) => void;

/** PEM texts. The certificate of a broker is always checked, against its name too. */
export interface BrokerTls {
  readonly ca?: string | undefined;
  /** Own certificate and its key, where the brokers ask for one. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

export interface BrokerSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** How to reach the brokers. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Absent: in clear. Without authorities those that Node trusts. */
  readonly tls?: BrokerTls | undefined;
  readonly sasl?: BrokerSasl | undefined;
  /** A reader that no broker has answered for so long ends for good, ms. Absent: it waits for ever. */
  readonly giveUpMs?: number | undefined;
  /** Told how long each reader has heard nothing. */
  readonly contact?: BrokerContact | undefined;
  /** Where the library's lines go; absent: nowhere. */
  readonly log?: KafkaLog | undefined;
}

const LEVELS = {
  [logLevel.ERROR]: 'error',
  [logLevel.WARN]: 'warn',
  [logLevel.INFO]: 'info',
  [logLevel.DEBUG]: 'debug',
} as const;

/** Fields of the library's lines that say nothing of a record. */
const LOG_FIELDS = ['groupId', 'topic', 'partition', 'broker', 'error', 'retryCount', 'type'];

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;
const RETRIES_MAX = 8;
const RETRY_MAX_MS = 5_000;

/**
 * The client of one connection. Its log goes to the callback with an allow-list of fields, and to
 * `watch`, since some faults of kafkajs show as a log line only.
 */
export function createClient(
  connection: KafkaConnection,
  watch?: (message: string) => void,
): Kafka {
  joinAnswers();
  return new Kafka({
    socketFactory: answerSocket,
    clientId: connection.clientId,
    brokers: [...connection.brokers],
    ssl: connection.tls === undefined ? false : { ...connection.tls },
    ...(connection.sasl === undefined ? {} : { sasl: { ...connection.sasl } as SASLOptions }),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    retry: { retries: RETRIES_MAX, maxRetryTime: RETRY_MAX_MS, initialRetryTime: 100 },
    logLevel: logLevel.INFO,
    logCreator:
      () =>
      ({ level, log }) => {
        watch?.(log.message);
        if (level === logLevel.NOTHING) return;
        connection.log?.(LEVELS[level], log.message, allowed(log));
      },
  });
}

function allowed(log: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of LOG_FIELDS) {
    if (typeof log[name] === 'string' || typeof log[name] === 'number') fields[name] = log[name];
  }
  return fields;
}

/**
 * A fault of the library as one that the shield knows: who is not let in or not trusted has a code of
 * its own, all else is one; faults of ours come out as they are.
 */
export function unavailable(cause: unknown, detail?: string): ShieldError {
  const own = ownFault(cause) ?? accessFault(cause);
  if (own !== undefined) return own;
  const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown fault';
  return new ShieldError('kafka.unavailable', { cause, detail: detail ?? said });
}

const CAUSES_MAX = 5;

/** The library wraps what is thrown inside of it, such as a batch that fails its checksum. */
function ownFault(error: unknown, depth = 0): ShieldError | undefined {
  if (error instanceof ShieldError) return error;
  if (depth > CAUSES_MAX || !(error instanceof Error)) return undefined;
  return ownFault(error.cause, depth + 1);
}

/** Protocol error types of a fault, its causes and its parts, such as `TOPIC_ALREADY_EXISTS`. */
export function typesOf(error: unknown, depth = 0): readonly string[] {
  if (depth > CAUSES_MAX || !(error instanceof Error)) return [];
  const own = 'type' in error && typeof error.type === 'string' ? [error.type] : [];
  const parts = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  return [...own, ...[error.cause, ...parts].flatMap((inner) => typesOf(inner, depth + 1))];
}

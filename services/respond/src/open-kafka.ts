import { topicName } from '@hrd-shield/contracts';
import {
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  type KafkaSink,
  kafkaConnection,
  openLog,
} from '@hrd-shield/kafka';
import type { LogReader, RecordSource } from '@hrd-shield/pipeline';
import type { ServiceContext } from '@hrd-shield/runtime';
import type { RespondConfig } from './config.ts';

/** Name of the service: its consumer group, task queue and telemetry. */
export const SERVICE = 'shield-respond';
/** A dead process gives its partitions away after this long, ms. No handler here blocks. */
const SESSION_TIMEOUT_MS = 12_000;
/** Read past what waits for a workflow, so that a storm does not hide whoever comes after it. */
const MAX_OPEN_BYTES = 64 * 1_048_576;

export interface RespondKafka {
  readonly sink: KafkaSink;
  readonly signals: RecordSource;
  readonly acks: RecordSource;
  readonly holds: RecordSource;
  /** Of designations. */
  readonly reader: LogReader;
  readonly notices: LogReader;
  readonly switches: LogReader;
  /** Rejects when a reader ends for good. */
  readonly failed: Promise<never>;
  stopReading(): Promise<void>;
}

/** Everything that `respond` reads from the log and writes to it. */
export function openKafka({
  config,
  logger,
  meter,
}: Pick<ServiceContext<RespondConfig>, 'config' | 'logger' | 'meter'>): RespondKafka {
  const at = { ...kafkaConnection(config, SERVICE), giveUpMs: config.kafkaGiveUpMs };
  const { connection, failed, onFault } = openLog(at, meter, (fault) =>
    logger.warn('the log failed', { code: fault.code }, fault),
  );
  const sourceOf = (group: string, topic: 'riskSignals' | 'protectionAcks' | 'holds') =>
    createKafkaSource({
      connection,
      groupId: `${config.topicPrefix}${group}`,
      topics: [topicName(topic, config.topicPrefix)],
      sessionTimeoutMs: SESSION_TIMEOUT_MS,
      maxOpenBytes: MAX_OPEN_BYTES,
      onFault,
    });
  const readerOf = (topic: 'designations' | 'listNotices' | 'measureSwitches') =>
    createLogReader({ connection, topic: topicName(topic, config.topicPrefix), onFault });
  const sources = {
    signals: sourceOf(SERVICE, 'riskSignals'),
    // A group of its own: an answer never waits behind a storm of signals.
    acks: sourceOf(`${SERVICE}-acks`, 'protectionAcks'),
    holds: sourceOf(`${SERVICE}-holds`, 'holds'),
    reader: readerOf('designations'),
    notices: readerOf('listNotices'),
    switches: readerOf('measureSwitches'),
  };
  return {
    ...sources,
    failed,
    sink: createKafkaSink({ connection }),
    stopReading: async () => {
      await Promise.all(Object.values(sources).map((source) => source.stop()));
    },
  };
}

import { BrokerContact } from './broker-contact.ts';
import type { KafkaConnection } from './connection.ts';
import { type FaultWatch, watchFaults } from './watch-faults.ts';

/** The log as one process uses it. */
export interface OpenLog extends FaultWatch {
  readonly connection: KafkaConnection;
}

/** What a process tells of the log. */
export interface LogMeter {
  gauge(name: string, help: string, read: () => number): void;
}

/**
 * How a service reaches the log: each of its faults is told, how long the broker has been silent is a
 * metric, and once that is longer than the service waits, `failed` ends it.
 *
 * @param report told of every fault
 */
export function openLog(
  given: Omit<KafkaConnection, 'contact'>,
  meter: LogMeter,
  report: Parameters<typeof watchFaults>[0],
): OpenLog {
  const contact = new BrokerContact();
  meter.gauge(
    'shield_kafka_unheard_ms',
    'since a broker answered the reader that waits longest',
    () => contact.unheardMs(),
  );
  return { ...watchFaults(report), connection: { ...given, contact } };
}

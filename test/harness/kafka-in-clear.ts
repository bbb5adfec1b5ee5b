import type { KafkaSettings } from '@hrd-shield/kafka';

/** Settings of a process whose brokers ask for nothing, as those of the tests. */
export function kafkaInClear(kafkaBrokers: readonly string[]): KafkaSettings {
  return {
    kafkaBrokers,
    kafkaTls: false,
    kafkaCaFile: undefined,
    kafkaCertFile: undefined,
    kafkaKeyFile: undefined,
    kafkaSaslMechanism: undefined,
    kafkaSaslUsername: undefined,
    kafkaSaslPassword: undefined,
  };
}

import type { StackAddresses } from './state/stack-record.ts';

/** The variables that name the servers, in the order in which they are shown. */
export const addressVariables = {
  kafkaBrokers: 'KAFKA_BROKERS',
  temporalAddress: 'TEMPORAL_ADDRESS',
  clickhouseUrl: 'CLICKHOUSE_URL',
  databaseUrl: 'DATABASE_URL',
} as const satisfies Record<keyof StackAddresses, string>;

/** The addresses as the environment that services take. */
export function addressEnvironment(addresses: StackAddresses): Record<string, string> {
  return {
    [addressVariables.kafkaBrokers]: addresses.kafkaBrokers,
    [addressVariables.temporalAddress]: addresses.temporalAddress,
    [addressVariables.clickhouseUrl]: addresses.clickhouseUrl,
    [addressVariables.databaseUrl]: addresses.databaseUrl,
  };
}

/** The same as lines of a shell. */
export function addressLines(addresses: StackAddresses): readonly string[] {
  return Object.entries(addressEnvironment(addresses)).map(([name, value]) => `${name}=${value}`);
}

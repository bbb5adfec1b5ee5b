/** The images of the four servers; docker-compose.yml uses the same. */
export const images = {
  kafka: 'apache/kafka:4.3.1',
  temporal: 'temporalio/temporal:1.9.1',
  clickhouse: 'clickhouse/clickhouse-server:26.3',
  postgres: 'postgres:18',
} as const;

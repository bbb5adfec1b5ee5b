import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { addressLines } from './address-lines.ts';
import { endpointOf, requireReachable } from './reachable.ts';
import { freePort } from './state/free-port.ts';

test('the addresses are printed as the variables that services read', () => {
  const lines = addressLines({
    kafkaBrokers: '127.0.0.1:1',
    temporalAddress: '127.0.0.1:2',
    clickhouseUrl: 'http://127.0.0.1:3',
    databaseUrl: 'postgres://shield@127.0.0.1:4/shield',
  });
  expect(lines).toEqual([
    'KAFKA_BROKERS=127.0.0.1:1',
    'TEMPORAL_ADDRESS=127.0.0.1:2',
    'CLICKHOUSE_URL=http://127.0.0.1:3',
    'DATABASE_URL=postgres://shield@127.0.0.1:4/shield',
  ]);
});

test.each([
  ['127.0.0.1:9092', undefined, { host: '127.0.0.1', port: 9092 }],
  ['[::1]:7233', undefined, { host: '::1', port: 7233 }],
  ['postgres://u:p@db/shield', 5432, { host: 'db', port: 5432 }],
  ['localhost', undefined, undefined],
])('the endpoint of %j is found', (address, defaultPort, endpoint) => {
  expect(endpointOf(address, defaultPort)).toEqual(endpoint);
});

test('an address where nothing answers is named by its variable', async () => {
  const port = await freePort();
  const nobody = `127.0.0.1:${port}`;
  const addresses = {
    kafkaBrokers: nobody,
    temporalAddress: nobody,
    clickhouseUrl: `http://${nobody}`,
    databaseUrl: `postgres://${nobody}/x`,
  };
  await expect(requireReachable(addresses)).rejects.toThrow('where nothing answers');
});

test('a port that is taken is not given out again', async () => {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await freePort(taken)).not.toBe(taken);
  server.close();
});

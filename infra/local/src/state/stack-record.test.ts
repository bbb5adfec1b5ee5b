import { expect, test } from 'vitest';
import { parseRecord, type StackRecord } from './stack-record.ts';

const record: StackRecord = {
  format: 1,
  phase: 'running',
  ephemeral: false,
  starter: { pid: 41, startMark: '1000' },
  servers: [
    {
      name: 'kafka',
      port: 9092,
      logFile: '/logs/kafka.log',
      process: { pid: 42, startMark: '1001' },
    },
  ],
  addresses: {
    kafkaBrokers: '127.0.0.1:9092',
    temporalAddress: '127.0.0.1:7233',
    clickhouseUrl: 'http://127.0.0.1:8123',
    databaseUrl: 'postgres://shield@127.0.0.1:5432/shield',
  },
};

test('a record is read as it was written', () => {
  expect(parseRecord(JSON.stringify(record), 'stack.json')).toEqual(record);
});

test.each([
  ['no JSON', '{'],
  ['another format', JSON.stringify({ ...record, format: 2 })],
  ['an unknown phase', JSON.stringify({ ...record, phase: 'stopped' })],
  [
    'an unknown server',
    JSON.stringify({ ...record, servers: [{ ...record.servers[0], name: 'x' }] }),
  ],
  ['a process without its start', JSON.stringify({ ...record, starter: { pid: 1 } })],
  ['missing addresses', JSON.stringify({ ...record, addresses: {} })],
])('a record with %s is refused rather than acted on', (_, text) => {
  expect(() => parseRecord(text, 'stack.json')).toThrow(/^stack\.json is not a stack record/);
});

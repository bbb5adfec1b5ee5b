import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { Kafka, logLevel } from 'kafkajs';
import { Client as PostgresClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressEnvironment } from './address-lines.ts';
import { chooseBackend } from './choose-backend.ts';
import { prepareDownloads } from './download/prepare-downloads.ts';
import { placesOf } from './places.ts';
import { poll } from './process/poll.ts';
import { runTool } from './process/run-tool.ts';
import { startStack } from './stack.ts';
import type { RunningStack } from './stack-options.ts';
import { freePort } from './state/free-port.ts';

const WAIT = { timeoutMs: 20_000, intervalMs: 50 };
let stateDir: string;
let stack: RunningStack;

beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'shield-round-trips-'));
  const places = { ...placesOf(process.env), stateDir };
  stack = await startStack({ env: process.env, places, ephemeral: true });
});
afterAll(async () => {
  await stack.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

describe('Kafka', () => {
  const messages = ['first', 'second'];

  test('what is produced is consumed, by the first group of a fresh broker', async () => {
    const kafka = new Kafka({
      brokers: stack.addresses.kafkaBrokers.split(','),
      logLevel: logLevel.NOTHING,
    });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'rt', numPartitions: 2 }], waitForLeaders: true });
    await admin.disconnect();
    const producer = kafka.producer({ idempotent: true });
    await producer.connect();
    await producer.send({ topic: 'rt', messages: messages.map((value) => ({ key: 'k', value })) });
    await producer.disconnect();
    const consumer = kafka.consumer({ groupId: 'rt-group', retry: { retries: 0 } });
    await consumer.connect();
    await consumer.subscribe({ topic: 'rt', fromBeginning: true });
    const seen: string[] = [];
    await new Promise<void>((done, failed) => {
      consumer.on('consumer.crash', ({ payload }) => failed(payload.error));
      const eachMessage = async ({ message }: { message: { value: Buffer | null } }) => {
        seen.push(String(message.value));
        if (seen.length === messages.length) done();
      };
      consumer.run({ eachMessage }).catch(failed);
    });
    await consumer.disconnect();
    expect(seen).toEqual(messages);
  });

  test('a transaction commits on a fresh broker', async () => {
    const kafka = new Kafka({
      brokers: [stack.addresses.kafkaBrokers],
      logLevel: logLevel.NOTHING,
    });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'tx' }], waitForLeaders: true });
    const producer = kafka.producer({
      transactionalId: 'tx-1',
      maxInFlightRequests: 1,
      idempotent: true,
    });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic: 'tx', messages: [{ value: 'x' }] });
    await transaction.commit();
    await producer.disconnect();
    // The message and the mark of its commit, which follows shortly after the answer.
    const isMarked = async (): Promise<boolean> =>
      (await admin.fetchTopicOffsets('tx'))[0]?.high === '2';
    expect(await poll(isMarked, WAIT)).toBe(true);
    await admin.disconnect();
  });

  test('a topic nobody created is refused', async () => {
    const kafka = new Kafka({
      brokers: [stack.addresses.kafkaBrokers],
      logLevel: logLevel.NOTHING,
    });
    const producer = kafka.producer({ retry: { retries: 0 } });
    await producer.connect();
    const sending = producer.send({ topic: 'mistyped', messages: [{ value: 'x' }] });
    await expect(sending).rejects.toThrow(/does not host this topic/);
    await producer.disconnect();
  });
});

test('Temporal answers, knows the search attributes and keeps what it was told', async () => {
  const { temporalProgram } = await prepareDownloads({
    ...placesOf(process.env),
    log: () => undefined,
  });
  const temporal = (...args: string[]) =>
    runTool(temporalProgram, [...args, '--address', stack.addresses.temporalAddress]);
  const attributes = await temporal('operator', 'search-attribute', 'list');
  expect(attributes.output).toMatch(/ShieldKind\s+Keyword/);
  expect(attributes.output).toMatch(/ShieldTier\s+Keyword/);
  expect(attributes.output).toMatch(/ShieldState\s+Keyword/);
  const start = [
    'workflow',
    'start',
    '--workflow-id',
    'rt-1',
    '--type',
    'none',
    '--task-queue',
    'rt',
  ];
  const started = await temporal(...start, '--search-attribute', 'ShieldTier="T2"');
  expect(started.exitCode).toBe(0);
  const described = await temporal(
    'workflow',
    'describe',
    '--workflow-id',
    'rt-1',
    '--output',
    'json',
  );
  expect(described.output).toContain('WORKFLOW_EXECUTION_STATUS_RUNNING');
});

describe('ClickHouse', () => {
  let client: ClickHouseClient;

  beforeAll(async () => {
    const url = stack.addresses.clickhouseUrl;
    const log = { level: ClickHouseLogLevel.OFF };
    const setup = createClient({ url, log });
    await setup.command({ query: 'CREATE DATABASE rt' });
    await setup.close();
    client = createClient({ url, database: 'rt', log });
    await client.command({
      query: `CREATE TABLE outcomes (id UInt64, note String) ENGINE = MergeTree ORDER BY id
              SETTINGS non_replicated_deduplication_window = 100`,
    });
  });
  afterAll(() => client.close());

  async function insert(id: number, note: string, token: string): Promise<void> {
    await client.insert({
      table: 'outcomes',
      values: [{ id, note }],
      format: 'JSONEachRow',
      clickhouse_settings: { insert_deduplication_token: token },
    });
  }

  test('the client pings', async () => {
    expect(await client.ping()).toEqual({ success: true });
  });

  test('an insert with a token that was seen is not inserted again', async () => {
    await insert(1, 'kept', 'a');
    await insert(2, 'repeated', 'a');
    await insert(3, 'next', 'b');
    const rows = await client.query({
      query: 'SELECT id FROM outcomes ORDER BY id',
      format: 'JSONEachRow',
    });
    expect(await rows.json()).toEqual([{ id: 1 }, { id: 3 }]);
  });

  test('parameters of every kind arrive as they were, quotes and all', async () => {
    const text = 'it\'s\t"a\\b"\n`c` é';
    const rows = await client.query({
      query: 'SELECT {n:UInt32} AS n, {text:String} AS text, {list:Array(UInt8)} AS list',
      query_params: { n: 7, text, list: [1, 2] },
      format: 'JSONEachRow',
    });
    expect(await rows.json()).toEqual([{ n: 7, text, list: [1, 2] }]);
  });

  test('a setting holds for one query only', async () => {
    const query = "SELECT getSetting('max_block_size') AS size";
    const size = async (settings: {
      max_block_size?: string;
      max_threads?: number;
    }): Promise<unknown> => {
      const rows = await client.query({
        query,
        format: 'JSONEachRow',
        clickhouse_settings: settings,
      });
      return rows.json();
    };
    const before = await size({});
    expect(await size({ max_threads: 1, max_block_size: '77' })).not.toEqual(before);
    expect(await size({})).toEqual(before);
  });

  test('errors are typed as those of a server', async () => {
    const unknownTable = client.query({ query: 'SELECT * FROM nowhere' });
    await expect(unknownTable).rejects.toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' });
    const syntax = client.command({ query: 'SELEC 1' });
    await expect(syntax).rejects.toMatchObject({ code: '62', type: 'SYNTAX_ERROR' });
    const missing = createClient({
      url: stack.addresses.clickhouseUrl,
      database: 'no_such_database',
      log: { level: ClickHouseLogLevel.OFF },
    });
    await expect(missing.query({ query: 'SELECT 1' })).rejects.toMatchObject({
      code: '81',
      type: 'UNKNOWN_DATABASE',
    });
    await missing.close();
  });

  test('callers with different databases at the same time do not see each other', async () => {
    const other = createClient({ url: stack.addresses.clickhouseUrl, database: 'default' });
    const query = { query: 'SELECT currentDatabase() AS name', format: 'JSONEachRow' } as const;
    const answers = await Promise.all(
      [client, other, client, other].map(async (one) => (await one.query(query)).json()),
    );
    expect(answers.flat()).toEqual([
      { name: 'rt' },
      { name: 'default' },
      { name: 'rt' },
      { name: 'default' },
    ]);
    await other.close();
  });
});

test('PostgreSQL is version 18 and rolls back what is not committed', async () => {
  const client = new PostgresClient({ connectionString: stack.addresses.databaseUrl });
  await client.connect();
  const version = await client.query<{ server_version: string }>('SHOW server_version');
  expect(version.rows[0]?.server_version).toMatch(/^18\./);
  await client.query('CREATE TABLE cases (id int PRIMARY KEY)');
  await client.query('BEGIN');
  await client.query('INSERT INTO cases VALUES ($1)', [1]);
  await client.query('ROLLBACK');
  await client.query('INSERT INTO cases VALUES ($1)', [2]);
  expect((await client.query('SELECT id FROM cases')).rows).toEqual([{ id: 2 }]);
  await client.end();
});

test('given addresses are used as they are and outlive the run that was given them', async () => {
  const env = addressEnvironment(stack.addresses);
  const lines: string[] = [];
  const chosen = await chooseBackend(env, { log: (line) => lines.push(line) });
  expect(chosen).toMatchObject({ backend: 'given', addresses: stack.addresses });
  expect(lines).toEqual(['Backend: given (the environment gives all four addresses)']);
  await chosen.stop();
  const again = await chooseBackend(env, { log: () => undefined });
  expect(again.backend).toBe('given');
});

test('the time-skipping test server is there and listens', async () => {
  const port = await freePort();
  const server = spawn(stack.timeSkippingServerPath, [String(port)], { stdio: 'ignore' });
  const { temporalProgram } = await prepareDownloads({
    ...placesOf(process.env),
    log: () => undefined,
  });
  const isServing = async (): Promise<boolean> => {
    const args = ['operator', 'cluster', 'health', '--address', `127.0.0.1:${port}`];
    return (await runTool(temporalProgram, args)).output.includes('SERVING');
  };
  try {
    expect(await poll(isServing, WAIT)).toBe(true);
  } finally {
    server.kill('SIGKILL');
  }
});

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@hrd-shield/cli';
import { topicName } from '@hrd-shield/contracts';
import { createKafkaAdmin, createKafkaSink, createTopics } from '@hrd-shield/kafka';
import { createLocalKeyring, createRootSigner, newAuditKeyPair } from '@hrd-shield/keys';
import { type AuditLog, type AuditReader, publishAuditRoot } from '@hrd-shield/pipeline';
import {
  type AuditTables,
  createAuditLog,
  createDatabase,
  type Database,
  migrateDatabase,
  openDatabase,
} from '@hrd-shield/postgres';
import pg from 'pg';
import { afterAll, beforeEach, expect, inject, it } from 'vitest';

const ROWS = 6;
const stack = inject('stackAddresses');
const connection = { brokers: stack.kafkaBrokers.split(','), clientId: 'audit-test' };
const made: { readonly dirs: string[]; readonly topics: string[] } = { dirs: [], topics: [] };
let database: Database<AuditTables>;
let log: AuditLog & AuditReader;
let env: Record<string, string>;
let topic: string;

/** A chain of six rows whose head is signed and published. */
beforeEach(async () => {
  const name = `t${randomBytes(5).toString('hex')}`;
  const dir = await mkdtemp(join(tmpdir(), 'audit-'));
  made.dirs.push(dir);
  await createLocalKeyring(dir);
  topic = topicName('auditRoots', `${name}.`);
  made.topics.push(topic);
  await createTopics(connection, { prefix: `${name}.`, topics: ['auditRoots'] });
  const url = await createDatabase(stack.databaseUrl, name);
  database = openDatabase({ url, applicationName: 'audit-test' });
  await migrateDatabase(database.query);
  log = createAuditLog(database.query);
  for (let at = 1; at <= ROWS; at += 1) {
    await log.append({
      at,
      principal: 'r_AAAAAAAAAAAAAAAAAAAAAA',
      act: 'identity.reveal',
      purpose: 'response',
      subject: 'd_AAAAAAAAAAAAAAAAAAAAAA',
      policyIds: ['p1'],
      result: 'allowed',
      reason: null,
    });
  }
  env = {
    DATABASE_URL: url,
    KAFKA_BROKERS: stack.kafkaBrokers,
    SHIELD_KEYS_DIR: dir,
    SHIELD_TOPIC_PREFIX: `${name}.`,
  };
  expect((await run('audit', 'root')).json).toMatchObject({ seq: ROWS });
  return () => database.stop();
});

afterAll(async () => {
  await createKafkaAdmin(connection).deleteTopics(made.topics);
  for (const dir of made.dirs) await rm(dir, { recursive: true, force: true });
});

async function run(...argv: readonly string[]) {
  const out = { stdout: '', stderr: '' };
  const code = await runCli([...argv, '--json'], {
    env,
    stdin: (async function* () {})(),
    stdout: { write: (text) => (out.stdout += text) },
    stderr: { write: (text) => (out.stderr += text) },
  });
  return { code, json: JSON.parse(out.stdout) };
}

/** What somebody does who owns the database. */
async function tamper(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: env.DATABASE_URL });
  await client.connect();
  await client.query('ALTER TABLE audit.entry DISABLE TRIGGER USER');
  await client.query(statement);
  await client.end();
}

it('holds as it was written, rows after the last signed head included', async () => {
  const [last] = await log.rows(ROWS - 1, 1);
  await log.append({ ...(last?.entry ?? expect.fail()), at: 7 });
  expect(await run('audit', 'verify')).toEqual({
    code: 0,
    json: { ok: true, rows: 7, roots: 1, forgedRoots: 0, signedSeq: 6 },
  });
});

it.each([
  [
    'a changed row',
    `UPDATE audit.entry SET reason = 'other' WHERE seq = 3`,
    { kind: 'changed', seq: 3 },
  ],
  ['a removed row', 'DELETE FROM audit.entry WHERE seq = 4', { kind: 'missing', seq: 4 }],
  [
    'rows in another order',
    `UPDATE audit.entry SET seq = CASE seq WHEN 2 THEN 1002 ELSE 2 END WHERE seq IN (2, 3);
     UPDATE audit.entry SET seq = 3 WHERE seq = 1002`,
    { kind: 'unlinked', seq: 2 },
  ],
  ['an end cut off', 'DELETE FROM audit.entry WHERE seq > 4', { kind: 'cut-off', seq: 5 }],
])('finds %s', async (_, statement, fault) => {
  await tamper(statement);
  const { code, json } = await run('audit', 'verify');
  expect(code).toBe(1);
  expect(json).toMatchObject({ ok: false, code: 'audit.broken', fault });
});

it('finds a chain that was written anew, and roots of another key', async () => {
  await tamper('DELETE FROM audit.entry');
  for (let at = 1; at <= ROWS; at += 1) {
    await log.append({
      at,
      principal: 'r_BBBBBBBBBBBBBBBBBBBBBB',
      act: 'case.look',
      purpose: null,
      subject: null,
      policyIds: [],
      result: 'allowed',
      reason: null,
    });
  }
  const sink = createKafkaSink({ connection });
  const signer = createRootSigner(newAuditKeyPair().privateKey);
  await publishAuditRoot({ log, signer, sink, clock: { now: () => 1 } }, { topic, lastSeq: 0 });
  await sink.stop();
  const { code, json } = await run('audit', 'verify');
  expect(code).toBe(1);
  expect(json).toMatchObject({
    forgedRoots: 1,
    roots: 1,
    fault: { kind: 'not-the-signed-head', seq: 6 },
  });
});

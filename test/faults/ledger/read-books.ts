import { Client, Connection } from '@temporalio/client';
import { Kafka, logLevel } from 'kafkajs';
import { Client as Database } from 'pg';
import type { Books, CaseBook, Entry, TaskBook, Truth, WorkflowBook } from './books.ts';
import { readScreening } from './read-screening.ts';

/** Where the books lie. */
export interface Places {
  readonly kafkaBrokers: readonly string[];
  readonly topicPrefix: string;
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  /** With the database in its path; absent where nobody records. */
  readonly clickhouseUrl?: string;
  /** What screening reads, and the group whose commits count; absent where nobody screens. */
  readonly screening?: { readonly group: string; readonly topics: readonly string[] };
}

const READ_MS_MAX = 60_000;
const NONDETERMINISM = 'WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR';
const NONDETERMINISM_NUMBER = 24;

export async function readBooks(at: Places, truth: Truth): Promise<Books> {
  const topic = (name: string): Promise<readonly Entry[]> =>
    readTopic(at.kafkaBrokers, `${at.topicPrefix}${name}`, entryOf);
  const [signals, commands, outcomes, letters] = await Promise.all([
    topic('shield.risk-signals.v1'),
    topic('platform.protection-commands.v1'),
    topic('shield.outcomes.v1'),
    topic('shield.dead-letters.v1'),
  ]);
  const { cases, tasks } = await readBoard(at.databaseUrl);
  const workflows = await readWorkflows(at.temporalAddress, truth);
  const rows = at.clickhouseUrl === undefined ? undefined : await readRows(at.clickhouseUrl);
  const screening =
    at.screening === undefined ? undefined : await readScreening(at, truth, letters);
  return {
    truth,
    signals,
    commands,
    outcomes,
    deadLetters: [
      ...new Map(
        letters.map(({ data, id }) => [id, { id, code: String(data.code ?? '') }]),
      ).values(),
    ],
    cases,
    tasks,
    workflows,
    ...(rows === undefined ? {} : { rows }),
    ...(screening === undefined ? {} : { screening }),
  };
}

/** From the first record to what was the last when it was asked. */
export async function readTopic<T>(
  brokers: readonly string[],
  topic: string,
  take: (message: Message, partition: number) => T,
): Promise<readonly T[]> {
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'ledger',
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  const groupId = `ledger-${topic}-${process.pid}`;
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic))
      .filter(({ high, low }) => high !== low)
      .map(({ high, partition }) => [partition, BigInt(high)]),
  );
  const found: T[] = [];
  if (ends.size > 0) {
    const consumer = kafka.consumer({ groupId });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new RangeError(`${topic} cannot be read`)), READ_MS_MAX);
      const done = (): void => {
        clearTimeout(late);
        resolve();
      };
      consumer
        .run({
          eachMessage: async ({ message, partition }) => {
            found.push(take(message, partition));
            const end = ends.get(partition);
            if (end !== undefined && BigInt(message.offset) + 1n >= end) ends.delete(partition);
            if (ends.size === 0) done();
          },
        })
        .catch(reject);
    });
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => undefined);
  }
  await admin.disconnect();
  return found;
}

export type Message = Parameters<
  NonNullable<Parameters<ReturnType<Kafka['consumer']>['run']>[0]>['eachMessage'] & {}
>[0]['message'];

export function entryOf(message: Message): Entry {
  const value = message.value?.toString() ?? 'null';
  return {
    key: message.key?.toString() ?? '',
    id: message.headers?.ce_id?.toString() ?? '',
    type: message.headers?.ce_type?.toString() ?? '',
    subject: message.headers?.ce_subject?.toString() ?? '',
    appendedAt: Number(message.timestamp),
    data: (JSON.parse(value) ?? {}) as Readonly<Record<string, unknown>>,
  };
}

async function readBoard(
  url: string,
): Promise<{ readonly cases: readonly CaseBook[]; readonly tasks: readonly TaskBook[] }> {
  const database = new Database({ connectionString: url });
  await database.connect();
  try {
    const cases = await database.query('SELECT id, defender, state, measures FROM board.case_row');
    const tasks = await database.query('SELECT id, defender, state FROM board.task_row');
    return { cases: cases.rows as CaseBook[], tasks: tasks.rows as TaskBook[] };
  } finally {
    await database.end();
  }
}

async function readRows(url: string): Promise<ReadonlyMap<string, number>> {
  const { origin, pathname } = new URL(url);
  const database = pathname.slice(1);
  const sql = `SELECT id, count() AS copies FROM ${database}.outcome_facts GROUP BY id FORMAT JSON`;
  const answer = await fetch(origin, { method: 'POST', body: sql });
  const { data } = (await answer.json()) as { data: { id: string; copies: string }[] };
  return new Map(data.map(({ copies, id }) => [id, Number(copies)]));
}

/** Every run of every defender's workflow, with what its history says of itself. */
async function readWorkflows(address: string, truth: Truth): Promise<readonly WorkflowBook[]> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const books: WorkflowBook[] = [];
  try {
    for (const { ref } of truth.defenders) {
      const workflowId = `protect:${ref}`;
      const runs = client.workflow.list({ query: `WorkflowId = '${workflowId}'` });
      for await (const { runId, status } of runs) {
        const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
        const events = history.events ?? [];
        const failed = events.filter((event) => {
          const cause: unknown = event.workflowTaskFailedEventAttributes?.cause;
          return cause === NONDETERMINISM || cause === NONDETERMINISM_NUMBER;
        });
        books.push({
          defender: ref,
          status: status.name,
          events: events.length,
          nondeterminism: failed.length,
        });
      }
    }
  } finally {
    await connection.close();
  }
  return books;
}

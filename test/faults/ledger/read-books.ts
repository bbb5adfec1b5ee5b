import { Client, Connection } from '@temporalio/client';
import { Client as Database } from 'pg';
import type { Books, CaseBook, Entry, TaskBook, Truth, WorkflowBook } from './books.ts';
import type { Places } from './places.ts';
import { readAudit } from './read-audit.ts';
import { readScreening } from './read-screening.ts';
import { entryOf, readTopic } from './read-topic.ts';

const NONDETERMINISM = 'WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR';
const NONDETERMINISM_NUMBER = 24;
/** From the states that every report is built of. */
const FIGURES_SQL = `
  SELECT 'cases' AS name, count() AS count FROM case_states
  UNION ALL SELECT 'cases closed', countIf(closed_at IS NOT NULL) FROM case_states
  UNION ALL SELECT 'tasks', count() FROM task_states
  UNION ALL SELECT concat('measures ', measure, ' ', figure.1), figure.2 FROM
  (
      SELECT toString(measure) AS measure, [
          ('requested', countIf(requested_at IS NOT NULL)),
          ('applied', countIf(applied_at IS NOT NULL)),
          ('verified', countIf(verified_at IS NOT NULL)),
          ('lifted', countIf(lifted_at IS NOT NULL)),
          ('refused', countIf(refused_at IS NOT NULL))] AS figures
      FROM measure_states GROUP BY measure
  ) ARRAY JOIN figures AS figure WHERE figure.2 > 0`;

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
  const stored = at.clickhouseUrl === undefined ? {} : await readStore(at.clickhouseUrl);
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
    ...stored,
    ...(screening === undefined ? {} : { screening }),
    ...(truth.reveals === undefined ? {} : { audit: await readAudit(at) }),
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

async function readStore(url: string): Promise<Required<Pick<Books, 'rows' | 'figures'>>> {
  const { origin, pathname } = new URL(url);
  const ask = async (sql: string): Promise<ReadonlyMap<string, number>> => {
    const asked = new URL(origin);
    asked.searchParams.set('database', pathname.slice(1));
    const answer = await fetch(asked, { method: 'POST', body: `${sql} FORMAT JSON` });
    const { data } = (await answer.json()) as { data: { name: string; count: string }[] };
    return new Map(data.map(({ count, name }) => [name, Number(count)]));
  };
  const rows = await ask('SELECT id AS name, count() AS count FROM outcome_facts GROUP BY id');
  return { rows, figures: await ask(FIGURES_SQL) };
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

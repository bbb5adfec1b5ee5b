import { TOPICS, type TopicId } from '@hrd-shield/contracts';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import type { Pipeline } from '../harness/pipeline.ts';
import { readLog } from '../harness/read-log.ts';
import { SERVICES } from '../harness/service-process.ts';
import { stackAddresses } from '../harness/stack.ts';
import type { Place } from './find-canary.ts';

const HISTORY_PAGES_MAX = 100;

/** Every topic past screening, and the platform's own for commands and acks, byte for byte. */
export async function topicPlaces(pipeline: Pipeline): Promise<readonly Place[]> {
  const ids = (Object.keys(TOPICS) as TopicId[]).filter((id) => !isBeforeScreening(id));
  const places: Place[] = [];
  for (const id of ids) {
    const records = await readLog(pipeline.at, id);
    const content = records.map(({ headers, key, value }) => JSON.stringify([key, headers, value]));
    places.push({ name: `topic ${TOPICS[id].name}`, content: content.join('\n') });
  }
  return places;
}

/** What platforms say of their own accounts; commands and acks are theirs too, but are boxed. */
function isBeforeScreening(id: TopicId): boolean {
  return TOPICS[id].owner === 'platform' && id !== 'protectionAcks';
}

/** Every row of every table of the column store. */
export async function columnStorePlaces(pipeline: Pipeline): Promise<readonly Place[]> {
  const tables = await pipeline.rows(
    `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine NOT LIKE '%View'`,
  );
  const places: Place[] = [];
  for (const { name } of tables) {
    const rows = await pipeline.rows(`SELECT * FROM ${String(name)}`);
    places.push({ name: `column store ${String(name)}`, content: JSON.stringify(rows) });
  }
  return places;
}

/** Every row of every table of the registry. */
export async function registryPlaces(pipeline: Pipeline): Promise<readonly Place[]> {
  const client = new pg.Client({ connectionString: pipeline.at.databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const places: Place[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query(`SELECT t::text AS row FROM ${name} t`);
      places.push({ name: `registry ${name}`, content: JSON.stringify(rows) });
    }
    return places;
  } finally {
    await client.end();
  }
}

/** The raw history of a workflow as the server keeps it, with what lists show of it. */
export async function historyPlaces(
  workflowId: string,
  address: string = stackAddresses().temporalAddress,
): Promise<readonly Place[]> {
  const connection = await Connection.connect({ address });
  const { workflow, workflowService } = new Client({ connection });
  try {
    const described = await workflow.getHandle(workflowId).describe();
    const places: Place[] = [{ name: 'workflow as listed', content: textOf(described.raw) }];
    let nextPageToken: Uint8Array | undefined;
    for (let page = 0; page < HISTORY_PAGES_MAX; page += 1) {
      const answer = await workflowService.getWorkflowExecutionHistory({
        namespace: 'default',
        execution: { workflowId, runId: described.runId },
        ...(nextPageToken && { nextPageToken }),
      });
      places.push({ name: `workflow history, page ${page}`, content: textOf(answer.history) });
      nextPageToken = answer.nextPageToken ?? undefined;
      if (nextPageToken === undefined || nextPageToken.length === 0) break;
    }
    return places;
  } finally {
    await connection.close();
  }
}

/** All text and bytes in a message of the wire, bytes as they are. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${textOf(inner)}`)
      .join('\n');
  }
  return String(value);
}

/** What the processes have printed, and what they show to scrapers. */
export async function processPlaces(pipeline: Pipeline): Promise<readonly Place[]> {
  const places: Place[] = [{ name: 'logs', content: pipeline.output() }];
  for (const name of SERVICES.filter((one) => pipeline.runs(one))) {
    places.push({ name: `metrics of ${name}`, content: await pipeline.service(name).metrics() });
  }
  return places;
}

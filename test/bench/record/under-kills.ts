import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { reconcileTopic } from '@hrd-shield/reporting';
import { anOutcome } from '../../record/builders.ts';
import { eventRecord, type RecordStage } from '../../record/record-stage.ts';
import type { Say } from '../firehose.ts';

const MAIN = fileURLToPath(new URL('../../../services/record/src/main.ts', import.meta.url));
const SEND_ROWS = 50_000;
const CHUNK = 2_000;
const POLL_MS = 500;
/** A run that does not get there by then ends with what is missing counted as lost. */
const BOUND_MS = 10 * 60_000;

export interface UnderKills {
  readonly outcomes: number;
  readonly kills: number;
  /** Facts on the topic without a row; goal 0. */
  readonly lost: number;
  /** Rows beyond one a fact, as they are read; goal 0. */
  readonly doubled: number;
  readonly seconds: number;
}

/** Kills the recording process without warning again and again, then compares topic and table. */
export async function underKills(
  stage: RecordStage,
  kafkaBrokers: string,
  sizes: { readonly outcomes: number; readonly kills: number },
  say: Say,
): Promise<UnderKills> {
  for (let from = 0; from < sizes.outcomes; from += SEND_ROWS) {
    const count = Math.min(SEND_ROWS, sizes.outcomes - from);
    const records = Array.from({ length: count }, (_, at) => {
      const data = anOutcome(from + at);
      return eventRecord(stage, 'outcomes', { id: data.id, key: data.defender, data });
    });
    await stage.send(records, CHUNK);
  }
  say(`${sizes.outcomes} outcomes are on their topic`);
  const began = performance.now();
  const until = Date.now() + BOUND_MS;
  const start = (): ChildProcess =>
    spawn(process.execPath, ['--import', 'tsx', MAIN], {
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        KAFKA_BROKERS: kafkaBrokers,
        CLICKHOUSE_URL: stage.clickhouseUrl,
        SHIELD_TOPIC_PREFIX: stage.prefix,
        SHIELD_RECORD_FLUSH_MS: '0',
        SHIELD_RECORD_SESSION_MS: '6000',
      },
    });
  let child = start();
  try {
    for (let kill = 1; kill <= sizes.kills; kill += 1) {
      const wanted = Math.floor((sizes.outcomes * kill) / (sizes.kills + 1));
      const seen = await reach(stage, wanted, until);
      child.kill('SIGKILL');
      await once(child, 'exit');
      say(`killed at ${seen} rows`);
      child = start();
    }
    await reach(stage, sizes.outcomes, until);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  const seconds = Math.round((performance.now() - began) / 1_000);
  const found = await reconcileTopic({
    forEachId: (take) => stage.forEachOutcomeId(take),
    readRows: (sql, params) =>
      stage.store.query({ sql, params, parse: (row) => row as Record<string, unknown> }),
    view: 'outcome_facts',
  });
  const { doubled, missing: lost } = found;
  return { outcomes: sizes.outcomes, kills: sizes.kills, lost, doubled, seconds };
}

/** Waits for so many facts; they are told apart only once there are as many rows, copies included. */
async function reach(stage: RecordStage, facts: number, until: number): Promise<number> {
  for (;;) {
    const rows = await recorded(stage, 'count()');
    const seen = rows >= facts ? await recorded(stage, 'uniqExact(id)') : rows;
    if (seen >= facts || Date.now() > until) return seen;
    await delay(POLL_MS);
  }
}

/** What there is in the table; 0 while there is none yet. */
async function recorded(
  { store }: RecordStage,
  what: 'count()' | 'uniqExact(id)',
): Promise<number> {
  try {
    const sql = `SELECT ${what} AS n FROM outcomes`;
    const [n = 0] = await store.query({ sql, parse: (row) => (row as { n: number }).n });
    return n;
  } catch {
    return 0;
  }
}

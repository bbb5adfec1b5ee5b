import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Reconciliation, reconcileTopic } from '@hrd-shield/reporting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stackAddresses } from '../harness/stack.ts';
import { anOutcome } from './builders.ts';
import { createRecordStage, eventRecord, eventually, type RecordStage } from './record-stage.ts';

const OUTCOMES = 6_000;
/** Three processes are started, two of them are missed by their group until the session ends. */
const TIMEOUT_MS = 240_000;
const MAIN = fileURLToPath(new URL('../../services/record/src/main.ts', import.meta.url));

let stage: RecordStage;
const started: ChildProcess[] = [];

beforeAll(async () => {
  stage = await createRecordStage();
});

afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await stage.close();
});

/** The service as it runs in production, in a process of its own. */
function startProcess(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      KAFKA_BROKERS: stackAddresses().kafkaBrokers,
      CLICKHOUSE_URL: stage.clickhouseUrl,
      SHIELD_TOPIC_PREFIX: stage.prefix,
      SHIELD_RECORD_FLUSH_MS: '0',
      SHIELD_RECORD_BATCH_ROWS: '200',
      SHIELD_RECORD_SESSION_MS: '6000',
    },
  });
  started.push(child);
  return child;
}

/** Distinct facts that have a row; 0 while there is no table yet. */
async function recorded(): Promise<number> {
  try {
    const [row] = await stage.store.query({
      sql: 'SELECT uniqExact(id) AS ids FROM outcomes',
      parse: (each) => each as { readonly ids: number },
    });
    return row?.ids ?? 0;
  } catch {
    return 0;
  }
}

async function killAfter(rows: number): Promise<number> {
  const child = startProcess();
  const seen = await eventually(recorded, (found) => found >= rows);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return seen;
}

function reconcile(): Promise<Reconciliation> {
  return reconcileTopic({
    forEachId: (take) => stage.forEachOutcomeId(take),
    readRows: (sql, params) =>
      stage.store.query({ sql, params, parse: (row) => row as Record<string, unknown> }),
    view: 'outcome_facts',
  });
}

describe('record, killed in the middle', () => {
  it(
    'has each of 6,000 outcomes once after two kills without warning',
    async () => {
      const records = Array.from({ length: OUTCOMES }, (_, number) => {
        const data = anOutcome(number);
        return eventRecord(stage, 'outcomes', { id: data.id, key: data.defender, data });
      });
      await stage.send(records, 2_000);
      const seen = [await killAfter(1), await killAfter(2_000)];
      expect(seen[0]).toBeLessThan(OUTCOMES);
      const last = startProcess();
      await eventually(recorded, (found) => found === OUTCOMES);
      last.kill('SIGTERM');
      await once(last, 'exit');
      expect(last.exitCode).toBe(0);
      expect(await reconcile()).toEqual({
        records: OUTCOMES,
        refused: 0,
        facts: OUTCOMES,
        missing: 0,
        doubled: 0,
      });
    },
    TIMEOUT_MS,
  );
});

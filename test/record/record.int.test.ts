import type { DeadLetter } from '@hrd-shield/contracts';
import type { OutRecord } from '@hrd-shield/pipeline';
import { type Reconciliation, reconcileTopic } from '@hrd-shield/reporting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOutcome, aSignal } from './builders.ts';
import {
  createCuttableStore,
  createRecordStage,
  eventRecord,
  eventually,
  type RecordStage,
} from './record-stage.ts';

const OUTCOMES = 600;
const SIGNALS = 40;

let stage: RecordStage;

beforeAll(async () => {
  stage = await createRecordStage();
});

afterAll(async () => {
  await stage.close();
});

interface Counts {
  readonly rows: number;
  readonly ids: number;
}

async function counts(view: string, id: string): Promise<Counts> {
  const found = await stage.store.query({
    sql: `SELECT count() AS rows, uniqExact(${id}) AS ids FROM ${view}`,
    parse: (row) => row as Counts,
  });
  return found[0] ?? { rows: 0, ids: 0 };
}

/** Rows put into a table so far, copies included, as the service's own metric says. */
async function landed(table: string, wanted: number): Promise<number> {
  const line = new RegExp(
    `^shield_record_landed_total\\{[^}]*table="${table}"[^}]*\\} (\\d+)`,
    'm',
  );
  return eventually(
    async () => Number(line.exec(await stage.telemetry.metricsText())?.[1] ?? 0),
    (found) => found >= wanted,
  );
}

/** Topic against table, over the outcomes. */
function reconcile(): Promise<Reconciliation> {
  return reconcileTopic({
    forEachId: (take) => stage.forEachOutcomeId(take),
    readRows: (sql, params) =>
      stage.store.query({ sql, params, parse: (row) => row as Record<string, unknown> }),
    view: 'outcome_facts',
  });
}

function everything(): readonly OutRecord[] {
  const outcomes = Array.from({ length: OUTCOMES }, (_, number) => {
    const outcome = anOutcome(number);
    const about = { id: outcome.id, key: outcome.defender, data: outcome };
    return eventRecord(stage, 'outcomes', about);
  });
  const signals = Array.from({ length: SIGNALS }, (_, number) => {
    const signal = aSignal(number % 20, number < 20 ? 0 : 1);
    const about = { id: `${signal.id}/${signal.revision}`, key: signal.defender, data: signal };
    return eventRecord(stage, 'riskSignals', about);
  });
  return [...outcomes, ...signals];
}

describe('record', () => {
  it('leaves one row for each fact when everything is sent three times and read twice', async () => {
    await stage.send(everything(), 97);
    await stage.record();
    await eventually(
      () => counts('outcome_facts', 'id'),
      (found) => found.rows === OUTCOMES,
    );
    await stage.send(everything(), 1_000);
    await stage.send(everything(), 13);
    // Another group reads all copies from the beginning, in batches of another size.
    await stage.record({ group: 'again', batchRows: 31 });
    // Three copies, two groups.
    expect(await landed('outcomes', OUTCOMES * 6)).toBe(OUTCOMES * 6);
    expect(await landed('signals', SIGNALS * 6)).toBe(SIGNALS * 6);
    expect(await counts('outcome_facts', 'id')).toEqual({ rows: 600, ids: 600 });
    expect(await counts('signal_facts', '(id, revision)')).toEqual({ rows: 40, ids: 40 });
    expect(await reconcile()).toEqual({
      records: OUTCOMES * 3,
      refused: 0,
      facts: OUTCOMES,
      missing: 0,
      doubled: 0,
    });
    await stage.store.command(`DELETE FROM outcomes WHERE id = '${anOutcome(7).id}'`);
    expect(await reconcile()).toMatchObject({ facts: OUTCOMES, missing: 1 });
  });

  it('keeps the copy that was appended first', async () => {
    const first = anOutcome(20_000, { reason: 'first' });
    const later = anOutcome(20_000, { reason: 'later' });
    for (const data of [first, later]) {
      const about = { id: data.id, key: data.defender, data };
      await stage.send([eventRecord(stage, 'outcomes', about)], 1);
    }
    await landed('outcomes', OUTCOMES * 6 + 4);
    const shown = await stage.store.query({
      sql: 'SELECT reason FROM outcome_facts WHERE id = {id:String}',
      params: { id: first.id },
      parse: (row) => (row as { readonly reason: string }).reason,
    });
    expect(shown).toEqual(['first']);
  });

  it('turns what does not fit into a counted dead letter and goes on', async () => {
    const poison: OutRecord[] = [
      { ...eventRecord(stage, 'outcomes', { id: 'p1', key: 'd_x', data: { kind: 'no' } }) },
      { ...eventRecord(stage, 'outcomes', { id: 'p2', key: 'd_x', data: {} }), headers: {} },
      {
        ...eventRecord(stage, 'riskSignals', { id: 'p3', key: 'd_x', data: {} }),
        value: new TextEncoder().encode('{"canary'),
      },
      { ...eventRecord(stage, 'outcomes', { id: 'p4', key: 'd_x', data: {} }), value: null },
    ];
    await stage.send(poison, 2);
    const letters = await eventually(
      () =>
        stage.store.query({
          sql: 'SELECT code, step, sealed, count() AS letters FROM dead_letter_facts GROUP BY ALL',
          parse: (row) => row,
        }),
      (found) => (found[0] as { readonly letters?: number })?.letters === 4,
    );
    // Two groups read the poison; a letter is derived from what it refuses, so it counts once.
    expect(letters).toEqual([
      { code: 'record.bad-schema', step: 'record.read-row', sealed: true, letters: 4 },
    ]);
  });

  it('takes code, step and topic of a letter, and neither its bytes nor its key', async () => {
    const letter: DeadLetter = {
      code: 'event.not-json',
      step: 'ingest.read',
      reason: 'the value does not parse',
      at: 1_790_000_000_000,
      topic: 'platform-topic',
      sealed: false,
      key: 'Y2FuYXJ5LWtleQ',
      partition: 3,
      offset: '77',
      bytes: 'Y2FuYXJ5LWJ5dGVz',
    };
    for (const id of ['l1', 'l2']) {
      await stage.send([eventRecord(stage, 'deadLetters', { id, key: '', data: letter })], 1);
    }
    const rows = await eventually(
      () =>
        stage.store.query({
          sql: "SELECT * FROM dead_letter_facts WHERE step = 'ingest.read'",
          parse: (row) => row as Record<string, unknown>,
        }),
      (found) => found.length > 0,
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/Y2FuYXJ5|[":]77[",}]/);
  });

  it('waits for a store that is away and loses nothing', async () => {
    const own = await createRecordStage();
    const door = await createCuttableStore(own.clickhouseUrl);
    const service = await own.record({ clickhouseUrl: door.url });
    door.cut();
    const late = Array.from({ length: 50 }, (_, number) => anOutcome(number));
    const sent = late.map((data) =>
      eventRecord(own, 'outcomes', { id: data.id, key: data.defender, data }),
    );
    await own.send(sent, 10);
    await eventually(
      async () => door.refused(),
      (refused) => refused >= 3,
    );
    expect(await service.checks.store?.()).toBe(false);
    door.join();
    const ids = await eventually(
      () =>
        own.store.query({
          sql: 'SELECT uniqExact(id) AS ids FROM outcome_facts',
          parse: (row) => (row as { readonly ids: number }).ids,
        }),
      (found) => found[0] === 50,
    );
    expect(ids).toEqual([50]);
    expect(await service.checks.store?.()).toBe(true);
    await own.close();
    await door.close();
  });

  it('continues the trace of a record into the insert', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traced = anOutcome(40_000);
    const record = eventRecord(stage, 'outcomes', {
      id: traced.id,
      key: traced.defender,
      data: traced,
    });
    const headers = { ...record.headers, traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    await stage.send([{ ...record, headers }], 1);
    const names = await eventually(
      async () =>
        stage.telemetry
          .finishedSpans()
          .filter((span) => span.spanContext().traceId === traceId)
          .map((span) => span.name),
      (found) => found.includes('INSERT outcomes'),
    );
    expect(names).toContain('record rows');
    expect(names).toContain('INSERT outcomes');
  });
});

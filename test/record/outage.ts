import { setTimeout as delay } from 'node:timers/promises';
import { type Reconciliation, reconcileTopic } from '@hrd-shield/reporting';
import { anOutcome } from './builders.ts';
import {
  createCuttableStore,
  eventRecord,
  eventually,
  type OutageKind,
  type RecordStage,
} from './record-stage.ts';

/** How long the store is away, and what is recorded meanwhile. */
export interface OutagePlan {
  /** Ms. */
  readonly awayMs: number;
  /** Refuses, swallows requests without an answer, or takes them and loses the answer. */
  readonly kinds: readonly OutageKind[];
  /** Outcomes sent every `everyMs` while it is away. */
  readonly rows: number;
  readonly everyMs: number;
  readonly sessionMs?: number;
}

export interface OutageResult {
  readonly sent: number;
  /** Requests without an answer, by the way of being away. */
  readonly met: readonly { readonly kind: OutageKind; readonly unanswered: number }[];
  readonly reconciled: Reconciliation;
  /** From the return of the store until it had everything, ms. */
  readonly caughtUpMs: number;
}

/** A pause between two attempts and one insert that nobody answers, ms. */
const MET_BOUND_MS = 60_000;

/**
 * Takes the store away from a running `record` while outcomes go on arriving, one way of being away
 * after the other, and compares topic and table once it is back.
 */
export async function playOutage(stage: RecordStage, plan: OutagePlan): Promise<OutageResult> {
  const door = await createCuttableStore(stage.clickhouseUrl);
  const met: OutageResult['met'][number][] = [];
  let sent = 0;
  const sendSome = async (): Promise<void> => {
    const records = Array.from({ length: plan.rows }, (_, at) => {
      const data = anOutcome(sent + at);
      return eventRecord(stage, 'outcomes', { id: data.id, key: data.defender, data });
    });
    await stage.send(records, plan.rows);
    sent += plan.rows;
  };
  try {
    await stage.record({
      clickhouseUrl: door.url,
      ...(plan.sessionMs === undefined ? {} : { sessionMs: plan.sessionMs }),
    });
    await sendSome();
    await eventually(
      () => recorded(stage),
      (rows) => rows === sent,
    );
    for (const kind of plan.kinds) {
      door.cut(kind);
      const before = door.refused();
      const until = Date.now() + plan.awayMs / plan.kinds.length;
      // Attempts are seconds apart: each way of being away is met at least once.
      const isMet = (): boolean => door.refused() > before || Date.now() > until + MET_BOUND_MS;
      while (Date.now() < until || !isMet()) {
        await sendSome();
        await delay(plan.everyMs);
      }
      met.push({ kind, unanswered: door.refused() - before });
    }
    const back = Date.now();
    door.join();
    await eventually(
      () => recorded(stage),
      (rows) => rows === sent,
    );
    const caughtUpMs = Date.now() - back;
    const reconciled = await reconcileTopic({
      forEachId: (take) => stage.forEachOutcomeId(take),
      readRows: (sql, params) =>
        stage.store.query({ sql, params, parse: (row) => row as Record<string, unknown> }),
      view: 'outcome_facts',
    });
    return { sent, met, reconciled, caughtUpMs };
  } finally {
    door.join();
    await stage.close();
    await door.close();
  }
}

async function recorded({ store }: RecordStage): Promise<number> {
  const [rows = 0] = await store.query({
    sql: 'SELECT uniqExact(id) AS ids FROM outcome_facts',
    parse: (row) => (row as { readonly ids: number }).ids,
  });
  return rows;
}

import { randomBytes } from 'node:crypto';
import type { Clickhouse } from './clickhouse.ts';

/** Which measures, verified together, protect against a threat. */
export interface SufficientSets {
  /** Names the rules that they come from. */
  readonly hash: string;
  /** Sets by threat, each enough by itself; that of the empty threat holds for the others. */
  readonly byThreat: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** Rows of facts, and the states that they are built from; those of attacks and seats read the ones before. */
const BUILT = {
  measure_facts: 'measure_states',
  task_facts: 'task_states',
  case_facts: 'case_states',
  attack_facts: 'attack_states',
  seat_facts: 'seat_states',
} as const;

/**
 * Builds one row a case, measure, task, attack and staffed hour from the outcomes and puts each table in
 * place at once: a reader sees the whole of the old rows or the whole of the new. Building twice gives the
 * same rows.
 *
 * @param at epoch ms
 * @throws ShieldError as `Clickhouse.insert`
 */
export async function buildFacts(
  store: Clickhouse,
  sufficient: SufficientSets,
  at: number,
): Promise<void> {
  const threats = Object.entries(sufficient.byThreat);
  await store.insert({
    table: 'sufficient_sets',
    rows: threats.map(([threat, sets]) => ({ threat, sets, policy_hash: sufficient.hash, at })),
    ids: threats.map(([threat]) => `${sufficient.hash}/${threat}/${at}`),
  });
  // Two builders at once have a draft each; the last one to finish is read.
  const draft = randomBytes(8).toString('hex');
  for (const [table, states] of Object.entries(BUILT)) {
    const next = `${table}_draft_${draft}`;
    try {
      await store.command(`CREATE TABLE ${next} AS ${table}`);
      const columns = await columnsOf(store, table);
      await store.command(`INSERT INTO ${next} (${columns}) SELECT ${columns} FROM ${states}`);
      await store.command(`EXCHANGE TABLES ${next} AND ${table}`);
    } finally {
      await store.command(`DROP TABLE IF EXISTS ${next}`);
    }
  }
}

async function columnsOf(store: Clickhouse, table: string): Promise<string> {
  const columns = await store.query({
    sql: `DESCRIBE TABLE ${table}`,
    parse: (row) => (row as { readonly name: string }).name,
  });
  return columns.join(', ');
}

import { type DefenderRef, invariant } from '@hrd-shield/contracts';
import type { RegistryFact, RegistryLife } from '@hrd-shield/domain/registry';
import type { LifeStore, LifeTurn, Publication, SealedParts } from '@hrd-shield/pipeline';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { BoardTables } from './board-tables.ts';
import { changeDesignation, insertDesignation, isLivingTwice } from './designation-rows.ts';
import { factColumns, toFact } from './fact-rows.ts';
import { dueLives, listLives, untoldLives } from './life-lists.ts';
import type { RegistryTables } from './registry-tables.ts';
import { guarded } from './translate-error.ts';

type LifeTables = RegistryTables & BoardTables;
type Tx = Transaction<LifeTables>;

/** Lives of designations in PostgreSQL: facts, sealed parts and what is published, in one step. */
export function createLifeStore(query: Kysely<LifeTables>): LifeStore {
  return {
    create: (turn, at) => guarded(() => create(query, turn, at)),
    change: (ref, decide, at) => guarded(() => change(query, ref, decide, at)),
    get: (ref) =>
      guarded(async () => {
        const row = await query
          .selectFrom('registry.life')
          .select('life')
          .where('ref', '=', ref)
          .executeTakeFirst();
        return row?.life as RegistryLife | undefined;
      }),
    parts: (ref) => guarded(() => partsOf(query, ref)),
    facts: (ref) => guarded(() => factsAfter(query, ref, 0)),
    list: (asked) => guarded(() => listLives(query, asked)),
    due: (now, limit) => guarded(() => dueLives(query, now, limit)),
    untold: (limit) => guarded(() => untoldLives(query, limit)),
    untoldFacts: (ref) =>
      guarded(async () => {
        const row = await query
          .selectFrom('registry.life')
          .select('told_version')
          .where('ref', '=', ref)
          .executeTakeFirst();
        const from = row?.told_version ?? 0;
        return { from, facts: row === undefined ? [] : await factsAfter(query, ref, from) };
      }),
    markTold: (ref, version) =>
      guarded(async () => {
        await query
          .updateTable('registry.life')
          .set({ told_version: version })
          .where('ref', '=', ref)
          .where('told_version', '<', version)
          .execute();
      }),
    hasOpenCase: (ref) =>
      guarded(async () => {
        const found = await query
          .selectFrom('board.case_row')
          .select('id')
          .where('defender', '=', ref)
          .where('state', '=', 'open')
          .limit(1)
          .executeTakeFirst();
        return found !== undefined;
      }),
    beat: (now, outageMs) => guarded(() => beat(query, now, outageMs)),
  };
}

async function create(query: Kysely<LifeTables>, turn: LifeTurn, at: number): Promise<boolean> {
  try {
    await query.transaction().execute(async (tx) => {
      const { after, nextTickAt } = turn;
      await tx
        .insertInto('registry.life')
        .values({
          ref: after.ref,
          version: after.version,
          state: after.state,
          life: JSON.stringify(after),
          proposed_at_ms: after.proposedAt,
          next_tick_ms: nextTickAt ?? null,
        })
        .execute();
      await keepTurn(tx, { turn, from: 0, at });
    });
    return true;
  } catch (error) {
    if (isLivingTwice(error)) return false;
    throw error;
  }
}

async function change(
  query: Kysely<LifeTables>,
  ref: DefenderRef,
  decide: Parameters<LifeStore['change']>[1],
  at: number,
): Promise<RegistryLife | 'exists' | undefined> {
  try {
    return await query.transaction().execute(async (tx) => {
      const row = await tx
        .selectFrom('registry.life')
        .select(['life', 'version'])
        .where('ref', '=', ref)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const life = row.life as RegistryLife;
      const turn = await decide(life, await partsOf(tx, ref));
      if (turn === undefined) return life;
      const { after, nextTickAt } = turn;
      await tx
        .updateTable('registry.life')
        .set({
          version: after.version,
          state: after.state,
          life: JSON.stringify(after),
          proposed_at_ms: after.proposedAt,
          next_tick_ms: nextTickAt ?? null,
        })
        .where('ref', '=', ref)
        .execute();
      await keepTurn(tx, { turn, from: row.version, at });
      return after;
    });
  } catch (error) {
    if (isLivingTwice(error)) return 'exists';
    throw error;
  }
}

interface Kept {
  readonly turn: LifeTurn;
  /** Version before the first fact. */
  readonly from: number;
  readonly at: number;
}

async function keepTurn(tx: Tx, { at, from, turn }: Kept): Promise<void> {
  const { after, erase, facts, parts, publication } = turn;
  const { ref } = after;
  invariant(
    after.version === from + facts.length,
    'every fact of a turn raises the version by one',
  );
  if (facts.length > 0) {
    const rows = facts.map((fact, i) => factColumns(ref, from + i + 1, fact));
    await tx.insertInto('registry.fact').values(rows).execute();
  }
  for (const [part, value] of Object.entries(parts ?? {})) {
    await tx
      .insertInto('registry.sealed_part')
      .values({ ref, part, value })
      .onConflict((conflict) => conflict.columns(['ref', 'part']).doUpdateSet({ value }))
      .execute();
  }
  if (erase === true) await tx.deleteFrom('registry.sealed_part').where('ref', '=', ref).execute();
  if (publication !== undefined) await publish(tx, ref, publication, at);
}

async function publish(
  tx: Tx,
  ref: DefenderRef,
  publication: Publication,
  at: number,
): Promise<void> {
  // Kysely's transactions are invariant in their tables; this one knows more of them.
  const registry = tx as unknown as Transaction<RegistryTables>;
  if (publication.kind === 'add') {
    await insertDesignation(registry, publication.designation, publication);
    return;
  }
  const changed = await changeDesignation(registry, ref, () => publication.change, at);
  invariant(changed !== undefined, 'what is changed on the topic was added before');
}

async function partsOf(from: Kysely<LifeTables>, ref: DefenderRef): Promise<SealedParts> {
  const rows = await from
    .selectFrom('registry.sealed_part')
    .select(['part', 'value'])
    .where('ref', '=', ref)
    .execute();
  return Object.fromEntries(rows.map(({ part, value }) => [part, value]));
}

async function factsAfter(
  query: Kysely<LifeTables>,
  ref: DefenderRef,
  version: number,
): Promise<readonly RegistryFact[]> {
  const rows = await query
    .selectFrom('registry.fact')
    .selectAll()
    .where('ref', '=', ref)
    .where('version', '>', version)
    .orderBy('version')
    .execute();
  return rows.map(toFact);
}

async function beat(query: Kysely<LifeTables>, now: number, outageMs: number): Promise<number> {
  const { rows } = await sql<{ up_since_ms: number }>`
    insert into registry.uptime (up_since_ms, seen_at_ms) values (${now}, ${now})
    on conflict (one) do update set
      up_since_ms = case
        when excluded.seen_at_ms - registry.uptime.seen_at_ms > ${outageMs}
          then excluded.seen_at_ms else registry.uptime.up_since_ms end,
      seen_at_ms = greatest(excluded.seen_at_ms, registry.uptime.seen_at_ms)
    returning up_since_ms
  `.execute(query);
  return rows[0]?.up_since_ms ?? now;
}

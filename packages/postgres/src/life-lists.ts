import type { DefenderRef } from '@hrd-shield/contracts';
import type { RegistryLife } from '@hrd-shield/domain/registry';
import type { LifeQuery } from '@hrd-shield/pipeline';
import { type Kysely, sql } from 'kysely';
import type { BoardTables } from './board-tables.ts';
import type { RegistryTables } from './registry-tables.ts';

type Query = Kysely<RegistryTables & BoardTables>;

/** In order of proposal, from a place on. */
export async function listLives(
  query: Query,
  { after, limit, states }: LifeQuery,
): Promise<readonly RegistryLife[]> {
  let asked = query.selectFrom('registry.life').select('life');
  if (states !== undefined) asked = asked.where('state', 'in', [...states]);
  if (after !== undefined) {
    asked = asked.where(
      sql<boolean>`(proposed_at_ms, ref) > (select proposed_at_ms, ref from registry.life where ref = ${after})`,
    );
  }
  const rows = await asked.orderBy('proposed_at_ms').orderBy('ref').limit(limit).execute();
  return rows.map(({ life }) => life as RegistryLife);
}

/** The longest due first. */
export async function dueLives(
  query: Query,
  now: number,
  limit: number,
): Promise<readonly DefenderRef[]> {
  const rows = await query
    .selectFrom('registry.life')
    .select('ref')
    .where('next_tick_ms', '<=', now)
    .orderBy('next_tick_ms')
    .limit(limit)
    .execute();
  return rows.map(({ ref }) => ref as DefenderRef);
}

/** Designations of which the list tells an older version than the registry has; at most `limit`. */
export async function untoldLives(
  query: Query,
  limit: number,
): Promise<readonly Pick<RegistryLife, 'ref' | 'version'>[]> {
  const rows = await query
    .selectFrom('registry.life')
    .select(['ref', 'version'])
    .whereRef('told_version', '<', 'version')
    .orderBy('ref')
    .limit(limit)
    .execute();
  return rows.map(({ ref, version }) => ({ ref: ref as DefenderRef, version }));
}

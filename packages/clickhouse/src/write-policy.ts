import type { Clickhouse } from './clickhouse.ts';

/** A desk of the rota: who could be there, never who is. */
export interface DeskShift {
  readonly id: string;
  /** Primary tags, or `*`. */
  readonly languages: readonly string[];
  readonly seats: number;
  /** Hours of the day, UTC, 0 to 24. */
  readonly hours: { readonly from: number; readonly to: number };
}

/** The rule files that an installation runs by. */
export interface PolicyInForce {
  /** Hash of each file by its name. */
  readonly files: ReadonlyMap<string, string>;
  readonly rota: { readonly hash: string; readonly desks: readonly DeskShift[] };
}

interface Line {
  readonly name: string;
  readonly hash: string;
}

/**
 * Records what changed since it was last recorded: a row a changed file, and the desks of a changed
 * rota. Called again with the same files it writes nothing.
 *
 * @param at epoch ms
 * @returns names of the files that changed
 * @throws ShieldError as `Clickhouse.insert`
 */
export async function writePolicy(
  store: Clickhouse,
  policy: PolicyInForce,
  at: number,
): Promise<readonly string[]> {
  const known = await inForce(
    store,
    'SELECT file AS name, argMax(hash, since) AS hash',
    'policy_files',
  );
  const names = new Set([...known.keys(), ...policy.files.keys()]);
  const changed = [...names].filter(
    (name) => (known.get(name) ?? '') !== (policy.files.get(name) ?? ''),
  );
  await store.insert({
    table: 'policy_files',
    rows: changed.map((file) => ({ file, hash: policy.files.get(file) ?? '', since: at })),
    ids: changed.map((file) => `${file}/${policy.files.get(file) ?? ''}/${at}`),
  });
  await writeRota(store, policy.rota, at);
  return changed;
}

async function writeRota(
  store: Clickhouse,
  { desks, hash }: PolicyInForce['rota'],
  at: number,
): Promise<void> {
  const known = await inForce(
    store,
    "SELECT 'rota' AS name, argMax(rota, since) AS hash",
    'desk_shifts',
  );
  if (known.get('rota') === hash) return;
  await store.insert({
    table: 'desk_shifts',
    rows: desks.map(({ hours, id, languages, seats }) => ({
      rota: hash,
      desk: id,
      languages,
      seats,
      from_hour: hours.from,
      to_hour: hours.to,
      since: at,
    })),
    ids: desks.map(({ id }) => `${hash}/${id}/${at}`),
  });
}

async function inForce(
  store: Clickhouse,
  select: string,
  table: string,
): Promise<ReadonlyMap<string, string>> {
  const lines = await store.query({
    sql: `${select} FROM ${table} GROUP BY name`,
    parse: (row) => row as Line,
  });
  return new Map(lines.map(({ hash, name }) => [name, hash]));
}

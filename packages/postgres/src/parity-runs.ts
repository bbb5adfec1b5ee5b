import type { ParityRun, ParityRuns } from '@hrd-shield/pipeline';
import type { Kysely } from 'kysely';
import { guarded } from './translate-error.ts';

/** Rows of `registry.parity_run`: only added to. */
interface ParityRunTable {
  id: string;
  quarter: string;
  facts_hash: string;
  corrects: string;
  asked_by: string;
  agreed_by: string;
  at_ms: number;
  released: unknown;
}

/** The table of migration 0035. */
export interface ParityTables {
  'registry.parity_run': ParityRunTable;
}

/** What parity runs let out; the server holds that a quarter is counted once. */
export function createParityRuns(query: Kysely<ParityTables>): ParityRuns {
  return {
    of: (quarter) =>
      guarded(async () => {
        const rows = await query
          .selectFrom('registry.parity_run')
          .selectAll()
          .where('quarter', '=', quarter)
          .execute();
        return inOrder(rows.map(toRun));
      }),
    add: ({ agreedBy, askedBy, at, corrects, factsHash, id, quarter, released }) =>
      guarded(async () => {
        const done = await query
          .insertInto('registry.parity_run')
          .values({
            id,
            quarter,
            facts_hash: factsHash,
            corrects: corrects ?? '',
            asked_by: askedBy,
            agreed_by: agreedBy,
            at_ms: at,
            released: JSON.stringify(released),
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return done.numInsertedOrUpdatedRows === 1n;
      }),
  };
}

/** The table is written here alone: what it holds is trusted. */
function toRun(row: ParityRunTable): ParityRun {
  return {
    id: row.id,
    quarter: row.quarter,
    factsHash: row.facts_hash,
    corrects: row.corrects === '' ? null : row.corrects,
    askedBy: row.asked_by as ParityRun['askedBy'],
    agreedBy: row.agreed_by as ParityRun['agreedBy'],
    at: row.at_ms,
    released: row.released as ParityRun['released'],
  };
}

/** Each after the one that it corrects. */
function inOrder(runs: readonly ParityRun[]): readonly ParityRun[] {
  const ordered: ParityRun[] = [];
  for (let last: string | null = null; ordered.length < runs.length; ) {
    const next: ParityRun | undefined = runs.find(({ corrects }) => corrects === last);
    if (next === undefined) break;
    ordered.push(next);
    last = next.id;
  }
  return ordered;
}

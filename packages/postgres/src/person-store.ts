import type { Clearance, ResponderRef } from '@hrd-shield/contracts';
import type { Kysely } from 'kysely';
import type { DeskTables } from './desk-tables.ts';
import { guarded } from './translate-error.ts';

/** What somebody can do at the desk. */
export interface PersonRow {
  readonly responder: ResponderRef;
  readonly languages: readonly string[];
  readonly skills: readonly string[];
  readonly clearance: Clearance;
  readonly conflicts: readonly string[];
  /** 0 for somebody of whom nothing is kept yet. */
  readonly version: number;
}

export interface PersonStore {
  /** @throws ShieldError `postgres.*` */
  find(responder: ResponderRef): Promise<PersonRow | undefined>;
  /** Takes a row whose version is one more than the one there. @returns false when it is not */
  put(row: PersonRow): Promise<boolean>;
}

/** What a responder can and may do, by pseudonym. */
export function createPersonStore(query: Kysely<DeskTables>): PersonStore {
  return {
    find: (responder) =>
      guarded(async () => {
        const found = await query
          .selectFrom('desk.person')
          .selectAll()
          .where('responder', '=', responder)
          .executeTakeFirst();
        return (
          found && {
            responder,
            languages: found.languages as readonly string[],
            skills: found.skills as readonly string[],
            clearance: found.clearance as Clearance,
            conflicts: found.conflicts as readonly string[],
            version: found.version,
          }
        );
      }),
    put: (row) =>
      guarded(async () => {
        const table = {
          responder: row.responder,
          languages: JSON.stringify(row.languages),
          skills: JSON.stringify(row.skills),
          clearance: row.clearance,
          conflicts: JSON.stringify(row.conflicts),
          version: row.version,
        };
        const written = await query
          .insertInto('desk.person')
          .values(table)
          .onConflict((conflict) =>
            conflict
              .column('responder')
              .doUpdateSet(table)
              .where('desk.person.version', '=', row.version - 1),
          )
          .returning('version')
          .execute();
        return written.length === 1;
      }),
  };
}

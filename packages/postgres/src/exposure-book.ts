import type { ResponderRef } from '@hrd-shield/contracts';
import { type Kysely, sql } from 'kysely';
import type { BoardTables } from './board-tables.ts';
import { guarded } from './translate-error.ts';

const DATE_CHARS = 10;

/** The shift of a moment, epoch ms: the day in UTC. */
export function shiftOf(at: number): string {
  return new Date(at).toISOString().slice(0, DATE_CHARS);
}

/** How much raw abuse somebody was shown in a shift: to spare people, never to compare them. */
export interface ExposureBook {
  /** @param shift as `shiftOf` names it @throws ShieldError `postgres.*` */
  shown(responder: ResponderRef, shift: string): Promise<number>;
  /** Counts one more. @returns the sum of the shift */
  add(responder: ResponderRef, shift: string): Promise<number>;
}

/** One counter a responder and shift. */
export function createExposureBook(query: Kysely<BoardTables>): ExposureBook {
  return {
    shown: (responder, shift) =>
      guarded(async () => {
        const found = await query
          .selectFrom('board.exposure')
          .select('shown')
          .where('responder', '=', responder)
          .where('shift', '=', shift)
          .executeTakeFirst();
        return found?.shown ?? 0;
      }),
    add: (responder, shift) =>
      guarded(async () => {
        const { shown } = await query
          .insertInto('board.exposure')
          .values({ responder, shift, shown: 1 })
          .onConflict((conflict) =>
            conflict
              .columns(['responder', 'shift'])
              .doUpdateSet({ shown: sql<number>`board.exposure.shown + 1` }),
          )
          .returning('shown')
          .executeTakeFirstOrThrow();
        return shown;
      }),
  };
}

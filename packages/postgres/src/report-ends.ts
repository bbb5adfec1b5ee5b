import type { DefenderRef, ReportId } from '@hrd-shield/contracts';
import type { ReportEnds } from '@hrd-shield/pipeline';
import type { Kysely } from 'kysely';
import type { IntakeTables } from './intake-tables.ts';
import { guarded } from './translate-error.ts';

/** Closed reports whose time is over; what they were told of and how they ended stays. */
export function createReportEnds(query: Kysely<IntakeTables>): ReportEnds {
  return {
    due: (closedBefore, limit) =>
      guarded(async () => {
        const found = await query
          .selectFrom('intake.report')
          .select(['id', 'sealed_under'])
          .where('closed_at_ms', '<=', closedBefore)
          .where('erased_at_ms', 'is', null)
          // Its clock and the record read the row until they know everything.
          .whereRef('told_version', '>=', 'version')
          .orderBy('closed_at_ms')
          .orderBy('id')
          .limit(limit)
          .execute();
        return found.map((row) => ({
          id: row.id as ReportId,
          sealedUnder: row.sealed_under as DefenderRef,
        }));
      }),
    erase: (id, at) =>
      guarded(() =>
        query.transaction().execute(async (tx) => {
          await tx.deleteFrom('intake.message').where('report', '=', id).execute();
          await tx.deleteFrom('intake.attachment').where('report', '=', id).execute();
          await tx
            .updateTable('intake.report')
            .set({ content: null, receipt_digest: null, erased_at_ms: at })
            .where('id', '=', id)
            .where('closed_at_ms', 'is not', null)
            .where('erased_at_ms', 'is', null)
            .execute();
        }),
      ),
  };
}

import type { ReportOutbox } from '@hrd-shield/pipeline';
import type { Kysely } from 'kysely';
import { tableToMessage, tableToReport } from './intake-store.ts';
import type { IntakeTables } from './intake-tables.ts';
import { guarded } from './translate-error.ts';

/** Reports of which their clocks do not know everything; the tables of intake are the outbox. */
export function createReportOutbox(query: Kysely<IntakeTables>): ReportOutbox {
  return {
    untold: (limit) =>
      guarded(async () => {
        const waiting = await query
          .selectFrom('intake.report')
          .selectAll()
          .whereRef('told_version', '<', 'version')
          .orderBy('received_at_ms')
          .orderBy('id')
          .limit(limit)
          .execute();
        if (waiting.length === 0) return [];
        const ids = waiting.map(({ id }) => id);
        const messages = await query
          .selectFrom('intake.message')
          .selectAll()
          .where('report', 'in', ids)
          .orderBy('number')
          .execute();
        return waiting.map((row) => ({
          report: tableToReport(row),
          messages: messages
            .filter(({ number, report }) => report === row.id && number > row.told_messages)
            .map(tableToMessage),
        }));
      }),
    markTold: (id, { message, version }) =>
      guarded(async () => {
        await query
          .updateTable('intake.report')
          .set(({ fn, val }) => ({
            told_version: fn<number>('greatest', ['told_version', val(version)]),
            told_messages: fn<number>('greatest', ['told_messages', val(message)]),
          }))
          .where('id', '=', id)
          .execute();
      }),
  };
}

import { createHash } from 'node:crypto';
import { invariant, ROW_TABLES, type RowTable, ShieldError } from '@hrd-shield/contracts';
import type { RowReader, RowsRead, RowValue } from '@hrd-shield/pipeline';
import type { Clickhouse } from './clickhouse.ts';

type Asked = Parameters<RowReader['read']>[0];

/** Where rows of a table lie: tables of facts are built anew, the others collapse copies as read. */
const SOURCES: Readonly<Record<RowTable, { readonly from: string; readonly time: string }>> = {
  outcomes: { from: 'outcomes FINAL', time: 'at' },
  signals: { from: 'signals FINAL', time: 'event_at' },
  cases: { from: 'case_facts', time: 'opened_at' },
  measures: { from: 'measure_facts', time: 'requested_at' },
  tasks: { from: 'task_facts', time: 'opened_at' },
};

/** One statement with what is bound to it. */
export interface RowStatement {
  readonly sql: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** One row more than may be read tells that there are more. Only columns of the closed list are named. */
export function rowStatement({ columns, rowsMax, slice, table }: Asked): RowStatement {
  const known: readonly string[] = ROW_TABLES[table];
  invariant(columns.length > 0 && columns.every((each) => known.includes(each)), 'known columns');
  const { from, time } = SOURCES[table];
  const where =
    slice.by === 'window'
      ? `${time} >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')` +
        ` AND ${time} < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`
      : `${slice.by === 'case' ? 'case_id' : 'defender'} = {ref:String}`;
  const bound =
    slice.by === 'window'
      ? { from: slice.from, to: slice.to }
      : { ref: slice.by === 'case' ? slice.case : slice.defender };
  return {
    sql: `SELECT ${columns.join(', ')} FROM ${from} WHERE ${where} ORDER BY ${time} LIMIT {most:UInt32}`,
    params: { ...bound, most: rowsMax + 1 },
  };
}

/** @param store under the account of single rows; absent where the installation has none */
export function createRowReader(store: Clickhouse | undefined): RowReader {
  return {
    // A ping needs no account: only an answer shows that this one may ask.
    isReady: async () => {
      if (store === undefined) return false;
      try {
        return (await store.query({ sql: 'SELECT 1', parse: String })).length === 1;
      } catch (fault) {
        if (fault instanceof ShieldError) return false;
        throw fault;
      }
    },
    read: async (asked): Promise<RowsRead> => {
      invariant(store !== undefined, 'rows are read where there is an account for them');
      const { params, sql } = rowStatement(asked);
      const found = await store.query({
        sql,
        params,
        parse: (row) => row as Readonly<Record<string, RowValue>>,
      });
      return {
        rows: found.slice(0, asked.rowsMax),
        isComplete: found.length <= asked.rowsMax,
        digest: createHash('sha256')
          .update(JSON.stringify([sql, params]))
          .digest('hex'),
      };
    },
  };
}

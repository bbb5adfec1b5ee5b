import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROW_TABLE_NAMES, ROW_TABLES, type RowTable } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { rowStatement } from './read-rows.ts';

const ACCESS = join(import.meta.dirname, '../../../infra/clickhouse/access/row-reader.sql');
const DEFENDER = `d_${'A'.repeat(22)}`;

describe('the statement of a slice', () => {
  it('names the columns that were agreed to, binds the slice, and asks for one row more', () => {
    const slice = { by: 'defender', defender: DEFENDER } as const;
    expect(
      rowStatement({ table: 'outcomes', columns: ['kind', 'at'], slice, rowsMax: 500 }),
    ).toEqual({
      sql: 'SELECT kind, at FROM outcomes FINAL WHERE defender = {ref:String} ORDER BY at LIMIT {most:UInt32}',
      params: { ref: DEFENDER, most: 501 },
    });
    const window = { by: 'window', from: 1, to: 2 } as const;
    const { params, sql } = rowStatement({
      ...{ table: 'measures', columns: ['measure'], slice: window, rowsMax: 1 },
    });
    expect(params).toEqual({ from: 1, to: 2, most: 2 });
    expect(sql).toContain('requested_at >= fromUnixTimestamp64Milli({from:Int64}');
  });

  it('names no column outside the closed list', () => {
    const slice = { by: 'case', case: `k_${'A'.repeat(22)}` } as const;
    for (const column of ['explanation', '*', '1; DROP TABLE outcomes; --']) {
      const asked = { table: 'signals', columns: [column], slice, rowsMax: 1 } as const;
      expect(() => rowStatement(asked)).toThrow('known columns');
    }
  });
});

describe('the account of single rows', () => {
  const sql = readFileSync(ACCESS, 'utf8');
  const NAMES: Readonly<Record<string, RowTable>> = {
    ...{ outcomes: 'outcomes', signals: 'signals' },
    ...{ case_facts: 'cases', measure_facts: 'measures', task_facts: 'tasks' },
  };

  it('may read the columns of the closed list and nothing else', () => {
    const granted = [
      ...sql.matchAll(/^GRANT SELECT\(([^)]*)\)\s*ON (\w+) TO shield_row_reader;/gm),
    ];
    expect(sql.match(/^GRANT /gm)).toHaveLength(ROW_TABLE_NAMES.length);
    const tables = granted.map(([, columns = '', table = '']) => [
      NAMES[table],
      columns.split(',').map((column) => column.trim()),
    ]);
    expect(Object.fromEntries(tables)).toEqual(ROW_TABLES);
  });

  it('brings out one row more than any request may, and writes nothing', () => {
    expect(sql).toContain('max_result_rows = 1001 MAX 1001');
    expect(sql).toContain('readonly = 2');
    expect(sql).not.toMatch(/GRANT (?!SELECT\()/);
  });
});

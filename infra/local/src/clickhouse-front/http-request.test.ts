import { expect, test } from 'vitest';
import { firstWord, isReadStatement, parseFrontRequest } from './http-request.ts';

test('parameters, settings and words of the interface are told apart', () => {
  const query = new URLSearchParams({
    query_id: 'q1',
    database: 'shield',
    param_from: '2026-01-01',
    insert_deduplication_token: 't1',
    send_progress_in_http_headers: '1',
    max_execution_time: '3',
  });
  const asked = parseFrontRequest(query, {}, 'SELECT {from:Date}');
  expect(asked.statement).toEqual({
    sql: 'SELECT {from:Date}',
    format: 'TabSeparated',
    database: 'shield',
    parameters: { from: '2026-01-01' },
    settings: { insert_deduplication_token: 't1' },
  });
  expect(asked.queryId).toBe('q1');
  expect(asked.maxExecutionMs).toBe(3_000);
});

test('an insert in the URL takes its rows from the body', () => {
  const query = new URLSearchParams({ query: 'INSERT INTO t FORMAT JSONEachRow' });
  const asked = parseFrontRequest(query, {}, '{"id":1}');
  expect(asked.statement.sql).toBe('INSERT INTO t FORMAT JSONEachRow\n{"id":1}');
  expect(asked.isInsert).toBe(true);
});

test.each([
  ['select 1', 'SELECT'],
  ['  -- why\n /* and how */ (select 1)', 'SELECT'],
  ['', ''],
])('the first word of %j is %j', (sql, word) => {
  expect(firstWord(sql)).toBe(word);
});

test('a statement that changes something is no read', () => {
  expect(isReadStatement('WITH 1 AS x SELECT x')).toBe(true);
  expect(isReadStatement('/* SELECT */ DROP TABLE t')).toBe(false);
});

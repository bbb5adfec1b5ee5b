import { ClickHouseError } from '@clickhouse/client';
import { describe, expect, it } from 'vitest';
import { deduplicationToken } from './clickhouse.ts';
import { clickhouseConfigOf } from './clickhouse-address.ts';
import {
  MIGRATIONS_FOLDER,
  readMigrations,
  splitStatements,
} from './migrations/read-migrations.ts';
import { precedenceOf } from './rows/precedence.ts';
import { toShieldError } from './to-shield-error.ts';

describe('deduplicationToken', () => {
  it('names a batch by what is in it, whatever the order', () => {
    expect(deduplicationToken(['b', 'a'])).toBe(deduplicationToken(['a', 'b']));
    expect(deduplicationToken(['a', 'b'])).not.toBe(deduplicationToken(['a', 'c']));
  });
});

describe('precedenceOf', () => {
  it('prefers the copy that was appended first', () => {
    expect(precedenceOf(1_000)).toBeGreaterThan(precedenceOf(2_000));
  });
});

describe('toShieldError', () => {
  const fault = (code: string, type: string) =>
    new ClickHouseError({ message: 'at row 1: secret', code, type });

  it('tells what passes by itself from what does not', () => {
    expect(toShieldError(fault('241', 'MEMORY_LIMIT_EXCEEDED'), 'insert').code).toBe(
      'clickhouse.unavailable',
    );
    expect(toShieldError(fault('243', 'NOT_ENOUGH_SPACE'), 'insert').code).toBe(
      'clickhouse.unavailable',
    );
    expect(toShieldError(fault('60', 'UNKNOWN_TABLE'), 'insert').code).toBe('clickhouse.refused');
    expect(toShieldError(new TypeError('socket'), 'insert').retryable).toBe(true);
  });

  it('never quotes the row of a refused insert', () => {
    const said = toShieldError(fault('27', 'CANNOT_PARSE_INPUT_ASSERTION_FAILED'), 'insert');
    expect(said.message).toBe('clickhouse.refused: CANNOT_PARSE_INPUT_ASSERTION_FAILED (27)');
    expect(said.cause).toBeUndefined();
  });
});

describe('clickhouseConfigOf', () => {
  it('reads user, password and database out of the address', () => {
    expect(clickhouseConfigOf('https://u:p%40ss@host:8443/facts')).toEqual({
      url: 'https://host:8443',
      database: 'facts',
      user: 'u',
      password: 'p@ss',
    });
    expect(clickhouseConfigOf('http://host:8123')).toEqual({
      url: 'http://host:8123',
      database: 'shield',
    });
  });
});

describe('migrations', () => {
  it('are numbered without a gap', async () => {
    const numbers = (await readMigrations(MIGRATIONS_FOLDER)).map(({ number }) => number);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  it('are split at semicolons that end a line, comments left out', () => {
    expect(splitStatements("-- why; so\nSELECT ';' AS a;\n\nSELECT 2;\n")).toEqual([
      "SELECT ';' AS a",
      'SELECT 2',
    ]);
  });
});

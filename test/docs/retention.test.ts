import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '@hrd-shield/contracts';
import { expect, it } from 'vitest';
import { pageOf, rowsOf } from './named-tests.ts';

const DAY_MS = 86_400_000;
const MIGRATIONS = join(import.meta.dirname, '../../infra/clickhouse/migrations');
const TTL = /^CREATE TABLE IF NOT EXISTS (\w+)$|^TTL .* INTERVAL (\d+) DAY$/gm;

it('the page of retention says of each topic that it names what brokers are set up with', () => {
  const topics = new Map(Object.values(TOPICS).map((topic) => [topic.name as string, topic]));
  const named = rowsOf(pageOf('retention.md')).flatMap(([, where = '', kept = '']) =>
    [...where.matchAll(/`([a-z.-]+\.v1)`/g)].map(([, name = '']) => ({ name, kept })),
  );
  const days = /^(\d+) d$/;
  const timed = named.filter(({ kept }) => days.test(kept));
  expect(timed.length).toBeGreaterThanOrEqual(10);
  for (const { kept, name } of timed) {
    expect([name, topics.get(name)?.retentionMs]).toEqual([
      name,
      Number(days.exec(kept)?.[1]) * DAY_MS,
    ]);
  }
  expect(named.filter(({ name }) => !topics.has(name))).toEqual([]);
});

it('the page of retention says of each table of the record for how many days rows are kept', () => {
  const rows = rowsOf(pageOf('retention.md'));
  let table = '';
  const kept = readdirSync(MIGRATIONS).flatMap((file) =>
    [...readFileSync(join(MIGRATIONS, file), 'utf8').matchAll(TTL)].flatMap(([, name, days]) => {
      table = name ?? table;
      return days === undefined ? [] : [{ table, kept: `${days} d` }];
    }),
  );
  expect(kept.length).toBeGreaterThanOrEqual(7);
  const told = kept.map((one) => ({
    table: one.table,
    kept: rows.find(([, where]) => where?.includes(`\`${one.table}\``))?.[2],
  }));
  expect(told).toEqual(kept);
});

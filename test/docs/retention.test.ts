import { TOPICS } from '@hrd-shield/contracts';
import { expect, it } from 'vitest';
import { pageOf, rowsOf } from './named-tests.ts';

const DAY_MS = 86_400_000;

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

import { expect, it } from 'vitest';
import { validateEvents } from './validate-events.ts';

const envelope = {
  specversion: '1.0',
  id: '1',
  source: '/p',
  type: 'org.hrdshield.account.followed.v1',
  time: '2026-01-05T12:00:00Z',
};
const data = { affected: 'ann', actor: { account: 'bo' } };

it('names the line, the code and the path of every event that does not fit', async () => {
  const lines = [
    JSON.stringify({ ...envelope, data }),
    '',
    '{',
    JSON.stringify({ ...envelope, type: 'org.hrdshield.account.vanished.v1', data }),
    JSON.stringify({ ...envelope, data: { affected: 'ann' } }),
    JSON.stringify({ ...envelope, time: 'noon', data }),
    JSON.stringify({ ...envelope, partitionkey: 'bo', data }),
  ];
  const judged: string[] = [];
  for await (const line of validateEvents(lines)) {
    judged.push(line.ok ? `${line.line} ok` : `${line.line} ${line.code} ${line.reason}`);
  }
  expect(judged).toEqual([
    '1 ok',
    '3 event.not-json the line does not parse',
    '4 event.unknown-type the type is not in the reference',
    '5 event.bad-schema actor (invalid_type)',
    '6 event.no-envelope missing or malformed: time',
    '7 event.wrong-key partitionkey is not data.affected',
  ]);
});

import type { OutRecord } from '@hrd-shield/pipeline';
import { expect, test } from 'vitest';
import { createHoldOutbox } from './hold-outbox.ts';
import { ViewWatch } from './view-watch.ts';

const record = (key: string): OutRecord => ({ topic: 't', key, value: null, headers: {} });

test('what the log did not take is sent again, in order and once', async () => {
  const sent: string[] = [];
  const faults: unknown[] = [];
  let isAway = true;
  const outbox = createHoldOutbox({
    sink: {
      send: async (records) => {
        if (isAway) throw new RangeError('away');
        sent.push(...records.map(({ key }) => String(key)));
      },
    },
    onFault: (fault) => {
      faults.push(fault);
      isAway = false;
    },
  });
  outbox.offer(record('a'));
  outbox.offer(record('b'));
  outbox.start();
  await expect.poll(() => faults.length).toBe(1);
  expect(outbox.waiting()).toBe(2);
  await outbox.stop();
  expect(sent).toEqual(['a', 'b']);
});

test('what waits has a bound, whoever offers more is told, and there is room once it is sent', async () => {
  const outbox = createHoldOutbox({
    sink: { send: async () => undefined },
    onFault: () => undefined,
  });
  for (let i = 0; i < 49_999; i += 1) outbox.offer(record('a'));
  expect(outbox.hasRoom()).toBe(true);
  outbox.offer(record('a'));
  expect(outbox.hasRoom()).toBe(false);
  expect(outbox.offer(record('b'))).toBe(false);
  await outbox.stop();
  expect(outbox.hasRoom()).toBe(true);
});

test('a view is fresh once it is read, and until it was not followed for the bound', () => {
  const view = new ViewWatch(1_000);
  view.sample(true, 10);
  expect(view.isFresh(10)).toBe(false);
  view.load(20);
  expect(view.isFresh(1_020)).toBe(true);
  view.sample(false, 1_021);
  expect(view.isFresh(1_021)).toBe(false);
  view.sample(true, 2_000);
  expect(view.isFresh(3_000)).toBe(true);
});

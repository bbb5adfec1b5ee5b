import { expect, test } from 'vitest';
import { measureSaturation } from './measure-saturation.ts';

test('the share of busy time is that since the reading before, between 0 and 1', async () => {
  const reads = new Map<string, () => number | undefined>();
  const add = (): void => undefined;
  measureSaturation({
    counter: () => ({ add }),
    histogram: () => ({ record: add }),
    gauge: (name, _description, read) => void reads.set(name, read),
  });
  const busy = reads.get('shield_process_busy_ratio');
  busy?.();
  const until = performance.now() + 50;
  while (performance.now() < until);
  const hard = busy?.() ?? Number.NaN;
  await new Promise((resolve) => setTimeout(resolve, 100));
  const idle = busy?.() ?? Number.NaN;
  expect(hard).toBeGreaterThan(0.9);
  expect(idle).toBeLessThan(hard);
  expect(reads.get('shield_process_memory_bytes')?.()).toBeGreaterThan(1_000_000);
});

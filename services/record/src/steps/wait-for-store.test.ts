import { ShieldError } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { waitForStore } from './wait-for-store.ts';

const away = () => new ShieldError('clickhouse.unavailable');

async function play(faults: readonly ShieldError[], isOver: () => boolean = () => false) {
  const waits: number[] = [];
  const left = [...faults];
  const done = waitForStore(
    async () => {
      const fault = left.shift();
      if (fault !== undefined) throw fault;
    },
    {
      wait: async (ms) => {
        waits.push(ms);
      },
      isOver,
      onRetry: async () => undefined,
    },
  );
  return { error: await done.then(() => undefined).catch((error: unknown) => error), waits };
}

describe('waitForStore', () => {
  it('waits longer each time, up to ten seconds, for as long as it takes', async () => {
    const { error, waits } = await play(Array.from({ length: 8 }, away));
    expect(error).toBeUndefined();
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('does not wait for what will not pass', async () => {
    const { error, waits } = await play([new ShieldError('clickhouse.refused')]);
    expect(error).toMatchObject({ code: 'clickhouse.refused' });
    expect(waits).toEqual([]);
  });

  it('gives the fault back once the work is no longer ours', async () => {
    const { error } = await play([away()], () => true);
    expect(error).toMatchObject({ code: 'clickhouse.unavailable' });
  });
});

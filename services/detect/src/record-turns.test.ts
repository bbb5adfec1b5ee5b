import type { OutRecord, SourceBatch } from '@hrd-shield/pipeline';
import { expect, test } from 'vitest';
import { RecordTurns } from './record-turns.ts';

const mark: OutRecord = { topic: 'states', key: 'checkpoint', value: null, headers: {} };

function batchAt(offset: string, lag: number): SourceBatch {
  return {
    topic: 'targeting',
    partition: 0,
    records: [{ offset, timestamp: '0', key: null, value: null, headers: {} }],
    nextOffset: String(BigInt(offset) + 1n),
    lag,
    isStale: () => false,
    commitAfter: () => undefined,
    heartbeat: async () => undefined,
  };
}

/** @returns how often the state was saved after batches at these times, each with a lag */
async function savesAfter(turns: readonly (readonly [number, number])[]): Promise<number> {
  let now = 0;
  let saves = 0;
  const worker = new RecordTurns(
    {
      sink: { send: async () => undefined },
      count: () => undefined,
      now: () => now,
      takeOne: async (_record, _from, tally) => {
        tally.landed += 1;
        return [];
      },
      changed: async function* () {},
      checkpoint: () => {
        saves += 1;
        return mark;
      },
    },
    { snapshotMs: 20_000, partsPerSend: 64 },
  );
  for (const [n, [atMs, lag]] of turns.entries()) {
    now = atMs;
    await worker.take(batchAt(String(n), lag));
  }
  return saves;
}

test('states are saved as often as is asked while the head of the log is near', async () => {
  expect(await savesAfter([[19_999, 2_000]])).toBe(0);
  expect(await savesAfter([[20_000, 2_000]])).toBe(1);
});

test('far behind, three times the interval passes before they are saved, and no more', async () => {
  expect(await savesAfter([[59_999, 2_001]])).toBe(0);
  expect(await savesAfter([[60_000, 2_001]])).toBe(1);
});

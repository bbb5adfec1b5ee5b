import { ShieldError } from '@hrd-shield/contracts';
import type { OutRecord, SourceBatch, SourceRecord } from '@hrd-shield/pipeline';
import { beforeEach, expect, test } from 'vitest';
import { RecordTurns } from './record-turns.ts';

const out = (key: string): OutRecord => ({ topic: 't', key, value: null, headers: {} });
const record = (offset: string): SourceRecord => ({
  key: null,
  value: null,
  offset,
  timestamp: '0',
});

let sent: (string | Uint8Array | null)[] = [];
let refusedKey: string | undefined;
let folded: string[] = [];
let dirty: string[] = [];
let now = 0;
/** How long each record keeps the thread. */
let workMs = 0;
/** How long each send takes, by the clock that is passed in. */
let sendMs = 0;
let turns: RecordTurns;

beforeEach(() => {
  [sent, folded, dirty, refusedKey, now, workMs, sendMs] = [[], [], [], undefined, 0, 0, 0];
  turns = new RecordTurns(
    {
      sink: {
        send: async (records) => {
          const keys = records.map(({ key }) => key);
          if (refusedKey !== undefined && keys.includes(refusedKey)) {
            throw new ShieldError('kafka.unavailable');
          }
          sent.push(...keys);
          now += sendMs;
        },
      },
      count: () => undefined,
      now: () => now,
      // As the folds do: what is in the state already says nothing.
      takeOne: async ({ offset }) => {
        const until = performance.now() + workMs;
        while (performance.now() < until);
        if (folded.includes(offset)) return [];
        folded.push(offset);
        dirty.push(offset);
        return [out(`signal-${offset}`)];
      },
      changed: async function* () {
        for (const offset of dirty.splice(0)) yield out(`state-${offset}`);
      },
      checkpoint: (through) => out(`checkpoint-${through}`),
    },
    { snapshotMs: 100, partsPerSend: 8 },
  );
});

function batch(
  offset: string,
  { isStale = false, lag = 0 }: { readonly isStale?: boolean; readonly lag?: number } = {},
): SourceBatch {
  return {
    topic: 't',
    partition: 0,
    records: [record(offset)],
    nextOffset: String(BigInt(offset) + 1n),
    lag,
    isStale: () => isStale,
    heartbeat: async () => undefined,
  };
}

test('what was folded in a batch that went stale is never passed over as already said', async () => {
  await turns.take(batch('0', { isStale: true }));
  await expect(turns.take(batch('0'))).rejects.toMatchObject({ code: 'kafka.unavailable' });
  expect(sent).toEqual([]);
});

test('what was folded in a batch that could not be sent is never passed over as already said', async () => {
  refusedKey = 'signal-0';
  await expect(turns.take(batch('0'))).rejects.toMatchObject({ code: 'kafka.unavailable' });
  refusedKey = undefined;
  await expect(turns.take(batch('0'))).rejects.toMatchObject({ code: 'kafka.unavailable' });
  expect(sent).toEqual([]);
});

test('a state that is ahead of what was said is not saved on leaving', async () => {
  await turns.take(batch('0'));
  await turns.take(batch('1', { isStale: true }));
  await turns.save();
  expect(sent).toEqual(['signal-0']);
});

test('a checkpoint is never written behind states that could not be saved', async () => {
  await turns.take(batch('0'));
  refusedKey = 'state-0';
  await expect(turns.save()).rejects.toMatchObject({ code: 'kafka.unavailable' });
  refusedKey = undefined;
  await turns.save();
  expect(sent).toEqual(['signal-0']);
});

test('states are saved as often as is asked while the head of the log is near', async () => {
  await turns.take(batch('0'));
  now = 99;
  await turns.take(batch('1', { lag: 2_000 }));
  expect(sent).toEqual(['signal-0', 'signal-1']);
  now = 100;
  await turns.take(batch('2', { lag: 2_000 }));
  expect(sent.slice(2)).toEqual(['signal-2', 'state-0', 'state-1', 'state-2', 'checkpoint-2']);
});

test('far behind, three times the interval passes before they are saved, and no more', async () => {
  now = 299;
  await turns.take(batch('0', { lag: 2_001 }));
  expect(sent).toEqual(['signal-0']);
  now = 300;
  await turns.take(batch('1', { lag: 2_001 }));
  expect(sent.slice(1)).toEqual(['signal-1', 'state-0', 'state-1', 'checkpoint-1']);
});

test('far behind, saves take a tenth of the time at most', async () => {
  now = 300;
  sendMs = 50;
  await turns.take(batch('0', { lag: 2_001 }));
  expect(sent).toEqual(['signal-0', 'state-0', 'checkpoint-0']);
  sendMs = 0;
  // It began at 350 and took 50.
  now = 849;
  await turns.take(batch('1', { lag: 2_001 }));
  now = 850;
  await turns.take(batch('2', { lag: 2_001 }));
  expect(sent.slice(3)).toEqual(['signal-1', 'signal-2', 'state-1', 'state-2', 'checkpoint-2']);
});

test('a batch that takes long tells the group that it is at work', async () => {
  let signs = 0;
  workMs = 21;
  await turns.take({
    ...batch('0'),
    records: ['0', '1', '2'].map(record),
    heartbeat: async () => {
      signs += 1;
    },
  });
  expect(signs).toBe(2);
});

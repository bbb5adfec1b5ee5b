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
/** How long each record and each part of a state takes, by the clock that is passed in. */
let foldMs = 0;
let partMs = 0;
let turns: RecordTurns;

beforeEach(() => {
  [sent, folded, dirty, refusedKey, now] = [[], [], [], undefined, 0];
  [foldMs, partMs] = [0, 0];
  turns = turnsOf(100);
});

function turnsOf(saveMsMin: number | undefined): RecordTurns {
  return new RecordTurns(
    {
      sink: {
        send: async (records) => {
          const keys = records.map(({ key }) => key);
          if (refusedKey !== undefined && keys.includes(refusedKey)) {
            throw new ShieldError('kafka.unavailable');
          }
          sent.push(...keys);
        },
      },
      count: () => undefined,
      now: () => now,
      // As the folds do: what is in the state already says nothing.
      takeOne: async ({ offset }) => {
        if (folded.includes(offset)) return [];
        now += foldMs;
        folded.push(offset);
        dirty.push(offset);
        return [out(`signal-${offset}`)];
      },
      changed: async function* () {
        for (const offset of dirty.splice(0)) {
          now += partMs;
          yield out(`state-${offset}`);
        }
      },
      checkpoint: (through) => out(`checkpoint-${through}`),
    },
    { snapshotMs: 100, partsPerSend: 8, saveMsMin },
  );
}

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
  await turns.take(batch('1', { lag: 500 }));
  expect(sent).toEqual(['signal-0', 'signal-1']);
  now = 100;
  await turns.take(batch('2', { lag: 500 }));
  expect(sent.slice(2)).toEqual(['signal-2', 'state-0', 'state-1', 'state-2', 'checkpoint-2']);
});

test('far behind, three times the interval passes before they are saved, and no more', async () => {
  now = 299;
  await turns.take(batch('0', { lag: 501 }));
  expect(sent).toEqual(['signal-0']);
  now = 300;
  await turns.take(batch('1', { lag: 501 }));
  expect(sent.slice(1)).toEqual(['signal-1', 'state-0', 'state-1', 'checkpoint-1']);
});

const parts = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => `old-${from + n}`);
const states = (names: readonly string[]): string[] => names.map((name) => `state-${name}`);

test('far behind, a save goes on after each batch for a tenth of what the batch took', async () => {
  dirty = parts(0, 24);
  [now, foldMs, partMs] = [300, 500, 5];
  await turns.take(batch('0', { lag: 501 }));
  expect(sent).toEqual(['signal-0', ...states(parts(0, 16))]);
});

test('near the head, a save goes on after each batch for as long as the batch took', async () => {
  dirty = parts(0, 60);
  [now, foldMs, partMs] = [100, 200, 10];
  await turns.take(batch('0', { lag: 500 }));
  expect(sent).toEqual(['signal-0', ...states(parts(0, 24))]);
});

test('a save that went on for long says no more than was in all parts when it began', async () => {
  dirty = parts(0, 12);
  [now, foldMs, partMs] = [300, 10, 5];
  await turns.take(batch('0', { lag: 501 }));
  await turns.take(batch('1', { lag: 501 }));
  expect(sent.slice(9)).toEqual(['signal-1', ...states([...parts(8, 12), '0']), 'checkpoint-0']);
});

test('on leaving, a save under way is ended, and what changed since is saved', async () => {
  dirty = parts(0, 9);
  [now, foldMs, partMs] = [300, 10, 5];
  await turns.take(batch('0', { lag: 501 }));
  await turns.take(batch('1', { lag: 501 }));
  await turns.take(batch('2', { lag: 501 }));
  await turns.save();
  expect(sent.slice(-3)).toEqual(['state-1', 'state-2', 'checkpoint-2']);
});

test('what changes without a record during a save is saved again', async () => {
  dirty = parts(0, 9);
  [now, foldMs, partMs] = [300, 10, 5];
  await turns.take(batch('0', { lag: 501 }));
  dirty.push('anew');
  turns.saveAnew();
  await turns.save();
  expect(sent.slice(-3)).toEqual(['checkpoint-0', 'state-anew', 'checkpoint-0']);
});

test('parts that do not know what is in them are saved all at once', async () => {
  turns = turnsOf(undefined);
  dirty = parts(0, 12);
  [now, foldMs, partMs] = [300, 10, 5];
  await turns.take(batch('0', { lag: 501 }));
  expect(sent.slice(1)).toEqual([...states([...parts(0, 12), '0']), 'checkpoint-0']);
});

test('a batch that takes long tells the group that it is at work', async () => {
  let signs = 0;
  foldMs = 21;
  await turns.take({
    ...batch('0'),
    records: ['0', '1', '2'].map(record),
    heartbeat: async () => {
      signs += 1;
    },
  });
  expect(signs).toBe(2);
});

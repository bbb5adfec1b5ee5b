import type { LogReader, PartitionRef, SourceBatch } from '@hrd-shield/pipeline';
import { expect, test } from 'vitest';
import { AssignedPartitions } from './assigned-partitions.ts';

const AT: PartitionRef = { topic: 'log', partition: 0 };
const NO_READER: LogReader = {
  start: async () => undefined,
  stop: async () => undefined,
  isHealthy: () => true,
};
const BATCH: SourceBatch = {
  ...AT,
  records: [],
  nextOffset: '1',
  lag: 0,
  isStale: () => false,
  heartbeat: async () => undefined,
};

/** Workers are numbered as they are made, and each restores when it is told to. */
function partitionsOf(taken: number[]) {
  const restores: (() => void)[] = [];
  let made = 0;
  const partitions = new AssignedPartitions(
    {
      log: {
        committed: async () => [],
        offsets: async () => [{ ...AT, low: '0', high: '9' }],
        openReader: () => NO_READER,
      },
      open: () => {
        const own = made;
        made += 1;
        return { rebuildUpTo: () => undefined, take: async () => void taken.push(own) };
      },
      restore: () =>
        new Promise<bigint | undefined>((resolve) => {
          restores.push(() => resolve(undefined));
        }),
    },
    { groupId: 'g', topic: 'log', snapshots: 'saved', onGap: 'refuse' },
  );
  return { partitions, restores };
}

test('an assignment that restores for long does not end one that was made after it', async () => {
  const taken: number[] = [];
  const { partitions, restores } = partitionsOf(taken);
  const older = partitions.assign([AT]);
  await expect.poll(() => restores.length).toBe(1);
  partitions.revoke([AT]);
  const later = partitions.assign([AT]);
  await expect.poll(() => restores.length).toBe(2);
  restores[1]?.();
  await later;
  restores[0]?.();
  await older;
  await partitions.take(BATCH);
  expect(taken).toEqual([1]);
});

test('a batch of a partition without a restored state is refused, never passed over', async () => {
  const { partitions } = partitionsOf([]);
  await expect(partitions.take(BATCH)).rejects.toMatchObject({ code: 'kafka.unavailable' });
});

test('what was taken away while it was restored is left as it is', async () => {
  const { partitions, restores } = partitionsOf([]);
  let isStale = false;
  const assigned = partitions.assign([AT], () => isStale);
  await expect.poll(() => restores.length).toBe(1);
  isStale = true;
  restores[0]?.();
  await assigned;
  expect(partitions.all()).toEqual([]);
});

import type { PartitionRef } from '@hrd-shield/pipeline';
import { type Consumer, ListOffsetTimestamps } from '@platformatic/kafka';
import { offsetGap } from '../../../packages/kafka/src/start-offsets.ts';

/** Where each assigned partition starts; a commit that the broker no longer has is refused. */
export async function findStarts(consumer: Consumer, assigned: readonly PartitionRef[]) {
  if (assigned.length === 0) return [];
  const topics = [...new Set(assigned.map(({ topic }) => topic))];
  const wanted = topics.map((topic) => ({
    topic,
    partitions: assigned.filter((at) => at.topic === topic).map(({ partition }) => partition),
  }));
  const lows = await consumer.listOffsets({ topics, timestamp: ListOffsetTimestamps.EARLIEST });
  const highs = await consumer.listOffsets({ topics, timestamp: ListOffsetTimestamps.LATEST });
  const commits = await consumer.listCommittedOffsets({ topics: wanted });
  return assigned.map((at) => {
    const low = lows.get(at.topic)?.[at.partition] ?? 0n;
    const high = highs.get(at.topic)?.[at.partition] ?? 0n;
    const known = commits.get(at.topic)?.[at.partition] ?? -1n;
    if (known < 0n) return { ...at, next: low, high };
    if (known >= low && known <= high) return { ...at, next: known, high };
    throw offsetGap(at, `committed ${known}, on the broker ${low} to ${high}`);
  });
}

/** An error of the client, or one of its parts, that says that an offset is gone. */
export function isOutOfRange(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const parts = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  if ('apiId' in error && error.apiId === 'OFFSET_OUT_OF_RANGE') return true;
  return [error.cause, ...parts].some(isOutOfRange);
}

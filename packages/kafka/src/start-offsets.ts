import { ShieldError } from '@hrd-shield/contracts';
import type { PartitionRef } from '@hrd-shield/pipeline';
import type { Kafka } from 'kafkajs';
import { boundsOf, committedOf, withAdmin } from './admin.ts';
import { keyOf } from './progress.ts';
import type { SourceSettings } from './source-settings.ts';

export interface StartOffset extends PartitionRef {
  readonly next: bigint;
  readonly high: bigint;
  /** What stands committed where it is not where the partition starts: a gap that was accepted. */
  readonly committed?: bigint;
}

/**
 * What the broker answers for a partition without a commit. Below it stands what kafkajs commits by
 * itself, "earliest", when it meets a gap: the gap is still one.
 */
const NEVER_COMMITTED = -1n;

/**
 * Where each assigned partition starts. kafkajs resets silently when the committed offset is gone,
 * which loops or skips; so the start is decided here, and a gap refused.
 *
 * @throws ShieldError `kafka.offset-gap` unless accepted on purpose; `kafka.unavailable`
 * @source reliability notes, section 3 (kafkajs #1777, #1119, #580)
 */
export async function findStartOffsets(
  kafka: Kafka,
  settings: SourceSettings,
  partitions: readonly PartitionRef[],
): Promise<readonly StartOffset[]> {
  if (partitions.length === 0) return [];
  const topics = [...new Set(partitions.map((at) => at.topic))];
  return withAdmin(kafka, async (admin) => {
    const bounds = new Map(
      (await Promise.all(topics.map((topic) => boundsOf(admin, topic))))
        .flat()
        .map((bound) => [keyOf(bound), { low: BigInt(bound.low), high: BigInt(bound.high) }]),
    );
    const committed = new Map(
      (settings.commits ? await committedOf(admin, settings.groupId, topics) : []).map((at) => [
        keyOf(at),
        BigInt(at.offset),
      ]),
    );
    return partitions.map((at) => {
      const { low, high } = bounds.get(keyOf(at)) ?? { low: 0n, high: 0n };
      const known = committed.get(keyOf(at)) ?? NEVER_COMMITTED;
      if (known === NEVER_COMMITTED) return { ...at, next: low, high };
      if (known >= low && known <= high) return { ...at, next: known, high };
      const gap = offsetGap(at, `committed ${known}, on the broker ${low} to ${high}`);
      if (!settings.acceptOffsetGap) throw gap;
      settings.onGapAccepted(gap);
      // Committed anew, or the next start would be refused again where nothing more arrives.
      return { ...at, next: low, high, committed: NEVER_COMMITTED };
    });
  });
}

/**
 * The fault that records between commit and log are gone: reading on would lose them in silence.
 */
export function offsetGap(at: PartitionRef, detail: string): ShieldError {
  return new ShieldError('kafka.offset-gap', {
    detail: `${at.topic}[${at.partition}]: ${detail}`,
    context: { topic: at.topic, partition: at.partition },
  });
}

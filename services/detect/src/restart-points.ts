import { ShieldError } from '@hrd-shield/contracts';
import { createKafkaAdmin, type KafkaConnection } from '@hrd-shield/kafka';
import type { PartitionRef } from '@hrd-shield/pipeline';

export interface RestartConfig {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topic: string;
  /** When records after the saved states are gone: stop, or go on with what is left. */
  readonly onGap: 'refuse' | 'go-on';
}

/**
 * Where each assigned partition of a log starts: behind its saved states, or at its beginning.
 * @param restore reads the saved states of a partition; gets the committed offset, -1 for none
 * @returns offsets to begin at
 * @throws ShieldError `kafka.offset-gap`
 */
export async function restartPoints(
  { connection, groupId, onGap, topic }: RestartConfig,
  partitions: readonly PartitionRef[],
  restore: (partition: number, committed: bigint) => Promise<bigint | undefined>,
): Promise<(PartitionRef & { readonly offset: string })[]> {
  const admin = createKafkaAdmin(connection);
  const committed = await admin.committed(groupId, [topic]);
  const bounds = await admin.offsets(topic);
  return Promise.all(
    partitions.map(async (at) => {
      const isSame = (one: PartitionRef): boolean => one.partition === at.partition;
      const low = BigInt(bounds.find(isSame)?.low ?? '0');
      const known = BigInt(committed.find(isSame)?.offset ?? '-1');
      const from = (await restore(at.partition, known)) ?? low;
      if (from >= low) return { ...at, offset: String(from) };
      if (onGap === 'go-on') return { ...at, offset: String(low) };
      const detail = `${at.topic}[${at.partition}]: states reach ${from}, the log begins at ${low}`;
      throw new ShieldError('kafka.offset-gap', { detail });
    }),
  );
}

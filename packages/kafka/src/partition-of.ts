import { invariant } from '@hrd-shield/contracts';
import { Partitioners, type PartitionMetadata } from 'kafkajs';

const partitioner = Partitioners.DefaultPartitioner();

/**
 * The partition that a key goes to: murmur2 as the Java client does it, so that a platform's own
 * producers and the shield's agree. A test pins the map: a change would split a defender's log.
 */
export function partitionOf(key: string | Uint8Array, partitions: number): number {
  invariant(partitions > 0, 'a topic has at least one partition');
  const bytes = typeof key === 'string' ? Buffer.from(key) : Buffer.from(key);
  return partitioner({
    topic: 'any',
    partitionMetadata: metadataOf(partitions),
    message: { key: bytes, value: null },
  });
}

const METADATA_CACHE = new Map<number, PartitionMetadata[]>();

function metadataOf(partitions: number): PartitionMetadata[] {
  const cached = METADATA_CACHE.get(partitions);
  if (cached !== undefined) return cached;
  const made = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }));
  METADATA_CACHE.set(partitions, made);
  return made;
}

import type { PartitionRef } from '@hrd-shield/pipeline';

/** A partition as the key of a map. */
export function partitionName({ partition, topic }: PartitionRef): string {
  return `${topic}/${partition}`;
}

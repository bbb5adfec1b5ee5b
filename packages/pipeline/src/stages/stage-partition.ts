import { hash32 } from '@hrd-shield/domain';

/** The partition of the sightings log at which equal keys meet. */
export function stagePartition(key: string, partitions: number): number {
  return hash32(key) % partitions;
}

import {
  type CloudEvent,
  type DesignationRecord,
  encodeBinary,
  INTERNAL_TYPES,
} from '@hrd-shield/contracts';
import type { Designation, OutRecord } from '@hrd-shield/pipeline';

/**
 * What the compacted topic says of a designation: the living state, or a tombstone once its sealed
 * parts are erased.
 * @param at when it is published, epoch ms
 */
export function toRecord(designation: Designation, topic: string, at: number): OutRecord {
  const { ref, version, state, probe, expiresAt, screening, protection } = designation;
  if (screening === null || protection === null) {
    return { topic, key: ref, value: null, headers: {} };
  }
  const data: DesignationRecord = { ref, version, state, probe, expiresAt, screening, protection };
  const event: CloudEvent<DesignationRecord> = {
    specversion: '1.0',
    id: `${ref}.${version}`,
    source: 'hrd-shield/designate',
    type: INTERNAL_TYPES.designation,
    time: new Date(at).toISOString(),
    data,
  };
  return { topic, ...encodeBinary(event, ref) };
}

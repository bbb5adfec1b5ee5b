import {
  type CloudEvent,
  type DefenderRef,
  deriveId,
  type EventRef,
  encodeBinary,
  INTERNAL_TYPES,
  type Sighting,
  type StageRecord,
  type TargetingHint,
  type TargetingRecord,
} from '@hrd-shield/contracts';
import { cellKey, type FoundCandidate } from '@hrd-shield/domain';
import type { DefenderSealer } from '../ports/keys.ts';
import type { OutRecord } from '../ports/record-sink.ts';
import { SEAL_PURPOSES } from '../seal-purposes.ts';
import type { PopularRecord } from './popular-of.ts';
import { stagePartition } from './stage-partition.ts';

/** Where records of the stages go. */
export interface StageTarget {
  readonly topic: string;
  readonly partitions: number;
  readonly source: string;
  /** Time of writing, epoch ms: event time stays inside the seal. */
  readonly now: number;
}

/**
 * One record for each partition at which something of the sighting meets others.
 * @throws ShieldError `seal.unknown-key` when the defender was erased
 */
export async function sealSighting(
  from: { readonly ref: EventRef; readonly defender: DefenderRef; readonly sighting: Sighting },
  sealer: DefenderSealer,
  to: StageTarget,
): Promise<readonly OutRecord[]> {
  const { defender, ref, sighting } = from;
  const byPartition = new Map<number, Sighting['items']>();
  for (const item of sighting.items) {
    const partition = partitionOf(item, to.partitions);
    byPartition.set(partition, [...(byPartition.get(partition) ?? []), item]);
  }
  return Promise.all(
    Array.from(byPartition, async ([partition, items]) => {
      const sealed = await seal(sealer, defender, SEAL_PURPOSES.sighting, { ...sighting, items });
      return stageRecord({ kind: 'sighting', ref, defender, sealed }, { ...to, partition });
    }),
  );
}

/** @throws ShieldError `seal.unknown-key` when the defender was erased */
export async function sealCandidate(
  { candidate, defender, ref }: FoundCandidate,
  sealer: DefenderSealer,
  to: StageTarget,
): Promise<OutRecord> {
  const sealed = await seal(sealer, defender, SEAL_PURPOSES.crewCandidate, candidate);
  const partition = stagePartition(defender, to.partitions);
  return stageRecord({ kind: 'candidate', ref, defender, sealed }, { ...to, partition });
}

/** Networks are compared with each other, so they all meet at one partition. */
const NETWORKS_AT = 0;

function partitionOf({ key, stage }: Sighting['items'][number], partitions: number): number {
  return stage === 'network' ? NETWORKS_AT : stagePartition(key, partitions);
}

/** How one network fares; no account is in it. */
export function writeMeasured(
  record: Extract<StageRecord, { readonly kind: 'measured' }>,
  to: StageTarget,
): OutRecord {
  return stageRecord(record, { ...to, partition: NETWORKS_AT });
}

/** How often a key is seen on the whole platform, for the stage that holds the key. */
export function writePopular(record: PopularRecord, to: StageTarget): OutRecord {
  return stageRecord(record, { ...to, partition: stagePartition(record.key, to.partitions) });
}

/**
 * A hint for the log of its defender, keyed like the events there.
 * @throws ShieldError `seal.unknown-key` when the defender was erased
 */
export async function sealHint(
  hint: TargetingHint,
  sealer: DefenderSealer,
  to: Pick<StageTarget, 'topic' | 'source' | 'now'>,
): Promise<OutRecord> {
  const { defender, ref } = hint;
  const sealed = await seal(sealer, defender, SEAL_PURPOSES.targetingHint, hint);
  const data: TargetingRecord = { kind: 'hint', ref, defender, sealed };
  const event = envelope({ id: ref, type: INTERNAL_TYPES.targeting, data }, to);
  return { topic: to.topic, ...encodeBinary(event, defender) };
}

function seal(sealer: DefenderSealer, defender: DefenderRef, purpose: string, what: object) {
  return sealer.seal(defender, purpose, Buffer.from(JSON.stringify(what)));
}

function stageRecord(
  data: StageRecord,
  to: StageTarget & { readonly partition: number },
): OutRecord {
  const { partition, topic } = to;
  const id = idOf(data);
  const { headers, value } = encodeBinary(
    envelope({ id, type: INTERNAL_TYPES.sighting, data }, to),
    '',
  );
  return { topic, partition, key: null, value, headers };
}

function idOf(data: StageRecord): string {
  switch (data.kind) {
    case 'popular':
      return data.key;
    case 'measured':
      return deriveId('o', 'measured', cellKey(data.seen), data.at);
    case 'sighting':
    case 'candidate':
      return data.ref;
  }
}

function envelope(
  what: { readonly id: string; readonly type: string; readonly data: unknown },
  by: Pick<StageTarget, 'source' | 'now'>,
): CloudEvent {
  return {
    specversion: '1.0',
    id: what.id,
    source: by.source,
    type: what.type,
    time: new Date(by.now).toISOString(),
    data: what.data,
  };
}

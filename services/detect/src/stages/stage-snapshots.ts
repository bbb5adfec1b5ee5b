import { Sealed } from '@hrd-shield/contracts';
import { type FrozenPart, SHELF_FORM, type StageFold, type StageTotals } from '@hrd-shield/domain';
import type { LogReader, OutRecord, SourceRecord, StageSealer } from '@hrd-shield/pipeline';
import { z } from 'zod';

const SHELF = z.enum(['meetings', 'actors', 'cells', 'boards', 'users', 'networks']);
/** Absent in what an earlier release wrote, which was the first. */
const form = z.number().int().default(1);
const Entries = z.array(z.tuple([z.string(), z.unknown()]));

/** One bucket of a shelf. */
const BucketSnapshot = z.object({
  kind: z.literal('bucket'),
  shelf: SHELF,
  bucket: z.number().int().min(0),
  applied: z.string().regex(/^\d{1,19}$/),
  policyHash: z.string(),
  form,
  sealed: Sealed,
});

/** Every bucket that changed up to `through` has been saved. */
const StageCheckpoint = z.object({
  kind: z.literal('checkpoint'),
  through: z.string().regex(/^\d{1,19}$/),
  policyHash: z.string(),
  form,
  totals: z.object({
    acts: z.number(),
    squares: z.number(),
    nowMs: z.number(),
    sweptAt: z.number(),
  }),
});

const StageSnapshot = z.discriminatedUnion('kind', [BucketSnapshot, StageCheckpoint]);
type BucketSnapshot = z.infer<typeof BucketSnapshot>;
type StageCheckpoint = z.infer<typeof StageCheckpoint>;

export interface StageSnapshotTarget {
  readonly topic: string;
  /** Same number as the sightings partition. */
  readonly partition: number;
  readonly policyHash: string;
  readonly sealer: StageSealer;
}

/** One changed bucket, sealed. */
export function writeBucket(
  [shelf, bucket, entries]: FrozenPart,
  applied: bigint,
  to: StageSnapshotTarget,
): OutRecord {
  const name = nameOf(to.partition, shelf, bucket);
  const sealed = to.sealer.seal(name, Buffer.from(JSON.stringify(entries)));
  const { policyHash } = to;
  return record(to, name, {
    kind: 'bucket',
    shelf,
    bucket,
    applied: String(applied),
    policyHash,
    form: SHELF_FORM,
    sealed,
  });
}

/** Written after the buckets: a restart replays from here. */
export function writeStageCheckpoint(
  through: bigint,
  totals: StageTotals,
  to: StageSnapshotTarget,
): OutRecord {
  const { policyHash } = to;
  return record(to, `checkpoint-${to.partition}`, {
    kind: 'checkpoint',
    through: String(through),
    policyHash,
    form: SHELF_FORM,
    totals,
  });
}

/**
 * Reads the saved state of one partition. A bucket saved beyond the checkpoint is newer than the
 * others; what is applied to it a second time changes nothing. States under other rules, in
 * another form, or that do not open, are built anew from the log.
 *
 * @returns the last offset that need not be replayed; undefined: replay all that the log has
 */
export async function restoreStage(
  fold: StageFold,
  reader: LogReader,
  from: Omit<StageSnapshotTarget, 'topic'>,
): Promise<bigint | undefined> {
  const buckets = new Map<string, BucketSnapshot>();
  let checkpoint: StageCheckpoint | undefined;
  try {
    await reader.start((records) => {
      for (const one of records) {
        const snapshot = read(one);
        if (snapshot?.policyHash !== from.policyHash || snapshot.form !== SHELF_FORM) continue;
        if (snapshot.kind === 'checkpoint') checkpoint = later(checkpoint, snapshot);
        else keepNewer(buckets, snapshot);
      }
    });
  } finally {
    await reader.stop();
  }
  if (checkpoint === undefined) return undefined;
  const parts: FrozenPart[] = [];
  for (const one of buckets.values()) {
    const part = open(one, from);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  fold.restore(parts, checkpoint.totals);
  return BigInt(checkpoint.through);
}

/** An owner that lost the partition may write late: what has come further stays. */
function keepNewer(buckets: Map<string, BucketSnapshot>, next: BucketSnapshot): void {
  const name = `${next.shelf}-${next.bucket}`;
  const known = buckets.get(name);
  if (known === undefined || BigInt(next.applied) >= BigInt(known.applied)) buckets.set(name, next);
}

function later(known: StageCheckpoint | undefined, next: StageCheckpoint): StageCheckpoint {
  return known === undefined || BigInt(next.through) >= BigInt(known.through) ? next : known;
}

function read(one: SourceRecord): BucketSnapshot | StageCheckpoint | undefined {
  if (one.value === null) return undefined;
  try {
    return StageSnapshot.parse(JSON.parse(one.value.toString()));
  } catch {
    // Another version wrote it: the state is rebuilt from the log.
    return undefined;
  }
}

function open(
  snapshot: BucketSnapshot,
  from: Omit<StageSnapshotTarget, 'topic'>,
): FrozenPart | undefined {
  const { bucket, sealed, shelf } = snapshot;
  try {
    const plain = from.sealer.open(nameOf(from.partition, shelf, bucket), sealed);
    return [shelf, bucket, Entries.parse(JSON.parse(Buffer.from(plain).toString()))];
  } catch {
    // A state that does not open is rebuilt from the log.
    return undefined;
  }
}

function nameOf(partition: number, shelf: string, bucket: number): string {
  return `${shelf}-${bucket}-${partition}`;
}

function record(
  to: StageSnapshotTarget,
  key: string,
  snapshot: z.infer<typeof StageSnapshot>,
): OutRecord {
  const { partition, topic } = to;
  return { topic, partition, key, value: Buffer.from(JSON.stringify(snapshot)), headers: {} };
}

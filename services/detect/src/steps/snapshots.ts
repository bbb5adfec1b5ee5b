import { DefenderRef, Sealed, ShieldError } from '@hrd-shield/contracts';
import { freezeState, thawState } from '@hrd-shield/domain';
import {
  type DefenderSealer,
  type DetectionFold,
  type HeldState,
  type LogReader,
  type OutRecord,
  SEAL_PURPOSES,
  type SourceRecord,
} from '@hrd-shield/pipeline';
import { z } from 'zod';
import { Breath } from '../breath.ts';

const Offset = z.string().regex(/^-?\d{1,19}$/);

/** The state of one defender, and the last offset that is in it. */
const StateSnapshot = z.object({
  kind: z.literal('state'),
  defender: DefenderRef,
  applied: Offset,
  policyHash: z.string(),
  sealed: Sealed,
});

/** Every state that changed up to `through` has been saved. */
const Checkpoint = z.object({
  kind: z.literal('checkpoint'),
  through: Offset,
  watermark: z.number(),
});

const Snapshot = z.discriminatedUnion('kind', [StateSnapshot, Checkpoint]);
type Snapshot = z.infer<typeof Snapshot>;
type StateSnapshot = z.infer<typeof StateSnapshot>;
type Checkpoint = z.infer<typeof Checkpoint>;

export interface SnapshotTarget {
  readonly topic: string;
  /** Same number as the targeting partition, so that who owns the one can read the other. */
  readonly partition: number;
}

/** One saved state, sealed under the data key of the defender. */
export async function writeState(
  held: HeldState,
  sealer: DefenderSealer,
  to: SnapshotTarget & { readonly policyHash: string },
): Promise<OutRecord> {
  const { defender } = held.state;
  const sealed = await sealer.seal(defender, SEAL_PURPOSES.snapshot, freezeState(held.state));
  const { policyHash } = to;
  return record(to, defender, {
    kind: 'state',
    defender,
    applied: String(held.applied),
    policyHash,
    sealed,
  });
}

/** Written after the states: a restart replays from here. */
export function writeCheckpoint(through: bigint, watermark: number, to: SnapshotTarget): OutRecord {
  return record(to, `checkpoint-${to.partition}`, {
    kind: 'checkpoint',
    through: String(through),
    watermark,
  });
}

/** Removes a saved state. */
export function writeForgotten(defender: DefenderRef, to: SnapshotTarget): OutRecord {
  const { topic, partition } = to;
  return { topic, partition, key: defender, value: null, headers: {} };
}

function record(to: SnapshotTarget, key: string, snapshot: Snapshot): OutRecord {
  const value = Buffer.from(JSON.stringify(snapshot));
  return { topic: to.topic, partition: to.partition, key, value, headers: {} };
}

export interface RestoreDeps {
  readonly sealer: DefenderSealer;
  /** Told of each saved state that does not open although its key is there. */
  readonly onLost: () => void;
}

/**
 * Reads the saved states of one partition into its fold.
 * @returns the last offset that need not be replayed; undefined: replay all that the log has
 */
export async function restoreFold(
  fold: DetectionFold,
  reader: LogReader,
  deps: RestoreDeps,
): Promise<bigint | undefined> {
  const states = new Map<string, StateSnapshot>();
  let checkpoint: Checkpoint | undefined;
  try {
    await reader.start((records) => {
      for (const one of records) {
        const snapshot = read(one);
        if (snapshot === undefined) states.delete(one.key?.toString() ?? '');
        else if (snapshot.kind === 'checkpoint') checkpoint = later(checkpoint, snapshot);
        else if (isNewer(snapshot, states.get(snapshot.defender))) {
          states.set(snapshot.defender, snapshot);
        }
      }
    });
  } finally {
    await reader.stop();
  }
  let isWhole = true;
  const breath = new Breath();
  for (const [defender, snapshot] of states) {
    const opened = await open(snapshot, deps);
    if (opened === 'lost') isWhole = false;
    else if (opened !== 'erased') fold.restore(opened);
    // The sealed copy is not needed beside the state.
    states.delete(defender);
    await breath.take();
  }
  if (checkpoint === undefined || !isWhole) return undefined;
  fold.restoreWatermark(checkpoint.watermark);
  return BigInt(checkpoint.through);
}

/** An owner that lost the partition may write late: what has come further stays. */
function isNewer(one: StateSnapshot, than: StateSnapshot | undefined): boolean {
  return than === undefined || BigInt(one.applied) >= BigInt(than.applied);
}

function later(known: Checkpoint | undefined, next: Checkpoint): Checkpoint {
  return known === undefined || BigInt(next.through) >= BigInt(known.through) ? next : known;
}

function read(one: SourceRecord): Snapshot | undefined {
  if (one.value === null) return undefined;
  try {
    return Snapshot.parse(JSON.parse(one.value.toString()));
  } catch {
    // Another version wrote it: the state is rebuilt from the log.
    return undefined;
  }
}

async function open(
  snapshot: StateSnapshot,
  deps: RestoreDeps,
): Promise<HeldState | 'erased' | 'lost'> {
  const { defender, sealed, applied } = snapshot;
  try {
    const plain = await deps.sealer.open(defender, SEAL_PURPOSES.snapshot, sealed);
    return { state: thawState(plain), applied: BigInt(applied) };
  } catch (error) {
    if (error instanceof ShieldError && error.retryable) throw error;
    if (error instanceof ShieldError && error.code === 'seal.unknown-key') return 'erased';
    deps.onLost();
    return 'lost';
  }
}

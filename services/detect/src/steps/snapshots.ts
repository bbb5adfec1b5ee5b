import { DefenderRef } from '@hrd-shield/contracts';
import { freezeState } from '@hrd-shield/domain';
import {
  type DefenderSealer,
  type DetectionFold,
  type HeldState,
  type LogReader,
  type OutRecord,
  restOf,
  SEAL_PURPOSES,
  type SourceRecord,
} from '@hrd-shield/pipeline';
import { z } from 'zod';
import { Breath } from '../breath.ts';
import type { SleepingState, SleepingStates } from '../sleeping-states.ts';

const Offset = z.string().regex(/^-?\d{1,19}$/);

/**
 * The state of one defender, and the last offset that is in it. What stands beside the seal is what
 * the log and its signals say in clear as well: when something was, and whether a campaign is open.
 */
const StateSnapshot = z.object({
  kind: z.literal('state'),
  defender: DefenderRef,
  applied: Offset,
  policyHash: z.string(),
  /** Absent in what an earlier release wrote: such a state is opened at once. */
  rest: z.object({ isHot: z.boolean(), lastEventAt: z.number(), nowMs: z.number() }).optional(),
});

/** Every state that changed up to `through` has been saved. */
const Checkpoint = z.object({
  kind: z.literal('checkpoint'),
  through: Offset,
  watermark: z.number(),
});

type StateSnapshot = z.infer<typeof StateSnapshot>;
type Checkpoint = z.infer<typeof Checkpoint>;

/** Before the sealed part, the last of a saved state: the rest is read without it. */
const SEALED_MARK = Buffer.from(',"sealed":"');
const SEALED_END = Buffer.from('"}');

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
  const snapshot: StateSnapshot = {
    kind: 'state',
    defender,
    applied: String(held.applied),
    policyHash,
    rest: restOf(held.state),
  };
  const head = JSON.stringify(snapshot).slice(0, -1);
  return record(to, defender, `${head}${SEALED_MARK}${sealed}${SEALED_END}`);
}

/** Written after the states: a restart replays from here. */
export function writeCheckpoint(through: bigint, watermark: number, to: SnapshotTarget): OutRecord {
  const checkpoint: Checkpoint = { kind: 'checkpoint', through: String(through), watermark };
  return record(to, `checkpoint-${to.partition}`, JSON.stringify(checkpoint));
}

/** Removes a saved state. */
export function writeForgotten(defender: DefenderRef, to: SnapshotTarget): OutRecord {
  const { topic, partition } = to;
  return { topic, partition, key: defender, value: null, headers: {} };
}

function record(to: SnapshotTarget, key: string, json: string): OutRecord {
  const value = Buffer.from(json);
  return { topic: to.topic, partition: to.partition, key, value, headers: {} };
}

/**
 * Reads the saved states of one partition; each stays sealed until it is needed.
 * @param isStale true once somebody else will need them: the rest is not read
 * @returns the last offset that need not be replayed; undefined: replay all that the log has
 */
export async function restoreStates(
  { fold, sleeping }: { readonly fold: DetectionFold; readonly sleeping: SleepingStates },
  reader: LogReader,
  isStale: () => boolean = () => false,
): Promise<bigint | undefined> {
  let checkpoint: Checkpoint | undefined;
  let leave = (): void => undefined;
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  try {
    const atHead = reader.start((records) => {
      if (isStale()) return leave();
      for (const one of records) {
        const snapshot = read(one);
        if (snapshot === undefined) sleeping.forget((one.key?.toString() ?? '') as DefenderRef);
        else if ('sealed' in snapshot) sleeping.lay(snapshot);
        else checkpoint = later(checkpoint, snapshot);
      }
    });
    await Promise.race([atHead, left]);
  } finally {
    await reader.stop();
  }
  if (isStale()) return undefined;
  const breath = new Breath();
  const isWhole = await sleeping.settle(() => breath.take());
  if (checkpoint === undefined || !isWhole) return undefined;
  fold.restoreWatermark(checkpoint.watermark);
  return BigInt(checkpoint.through);
}

function later(known: Checkpoint | undefined, next: Checkpoint): Checkpoint {
  return known === undefined || BigInt(next.through) >= BigInt(known.through) ? next : known;
}

function read({ value }: SourceRecord): SleepingState | Checkpoint | undefined {
  if (value === null) return undefined;
  try {
    const mark = value.indexOf(SEALED_MARK);
    if (mark < 0) return Checkpoint.parse(JSON.parse(value.toString()));
    if (!value.subarray(-SEALED_END.length).equals(SEALED_END)) return undefined;
    const head = JSON.parse(`${value.toString('utf8', 0, mark)}}`);
    const { applied, defender, rest } = StateSnapshot.parse(head);
    // A copy: a part of what was fetched would hold all of it.
    const sealed = Buffer.from(value.subarray(mark + SEALED_MARK.length, -SEALED_END.length));
    return { defender, applied: BigInt(applied), rest, sealed };
  } catch {
    // Another version wrote it: the state is rebuilt from the log.
    return undefined;
  }
}

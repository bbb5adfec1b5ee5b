import {
  DefenderRef,
  DesignationRecord,
  ERROR_CODES,
  type ScreeningPart,
  type Sealed,
  ShieldError,
} from '@hrd-shield/contracts';
import type { LogReader, SourceRecord } from '../ports/record-source.ts';
import { dataOf } from '../read-data.ts';
import type { DefenderIndex } from './defender-index.ts';

/** Why a designation is not in the index although it should be. */
export type RefusalReason = 'bad-record' | 'other-digest-key';

export interface FollowDeps {
  readonly reader: LogReader;
  readonly index: DefenderIndex;
  readonly openScreening: (ref: DefenderRef, sealed: Sealed) => ScreeningPart;
  /** Told of a record that cannot be read: somebody stays unprotected until it is mended. */
  readonly onRefused: (reason: RefusalReason) => void;
}

/** The set of designations as it is kept up to date. */
export interface DesignationFollower {
  /** @returns once everything published so far is in the index */
  start(): Promise<void>;
}

/** Keeps the index equal to the compacted topic: a withdrawal takes hold as soon as it arrives. */
export function createDesignationFollower(deps: FollowDeps): DesignationFollower {
  function take(record: SourceRecord): void {
    const refusal = apply(deps, record);
    if (refusal !== undefined) deps.onRefused(refusal);
  }
  return {
    start: () =>
      deps.reader.start((records) => {
        for (const record of records) take(record);
      }),
  };
}

function apply(deps: FollowDeps, record: SourceRecord): RefusalReason | undefined {
  const ref = DefenderRef.safeParse(record.key?.toString());
  if (!ref.success) return 'bad-record';
  if (record.value === null) {
    deps.index.erase(ref.data);
    return undefined;
  }
  const designation = dataOf(record, DesignationRecord);
  if (designation === undefined || designation.ref !== ref.data) return 'bad-record';
  if (designation.state === 'withdrawn') {
    // Its part may be erased by now, and is not needed to stop.
    deps.index.end(ref.data, designation.version);
    return undefined;
  }
  const part = openPart(deps, designation);
  if (part === undefined) return 'bad-record';
  const result = deps.index.apply(designation, part);
  return result === 'other-digest-key' ? result : undefined;
}

function openPart(deps: FollowDeps, record: DesignationRecord): ScreeningPart | undefined {
  try {
    return deps.openScreening(record.ref, record.screening);
  } catch (fault) {
    // Keys or accounts are away for a while: the reader comes back to this record until they answer.
    if (fault instanceof ShieldError && ERROR_CODES[fault.code].retryable) throw fault;
    // Reported by the caller: a part that does not open is a record that cannot be read.
    return undefined;
  }
}

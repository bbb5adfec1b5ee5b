import { DefenderRef, DesignationRecord } from '@hrd-shield/contracts';
import { dataOf, type LogReader, type SourceRecord } from '@hrd-shield/pipeline';

/** Designations that ended: nothing of them is processed or kept. */
export interface Endings {
  /** @returns once everything published so far is known */
  start(): Promise<void>;
  has(defender: DefenderRef): boolean;
}

/**
 * Follows the compacted topic for withdrawals and tombstones. A reference is never given again, so
 * an ending is final. Bounded by the number of designations ever made.
 */
export function createEndings(reader: LogReader, onEnded: (ref: DefenderRef) => void): Endings {
  const ended = new Set<DefenderRef>();
  function take(record: SourceRecord): void {
    const ref = DefenderRef.safeParse(record.key?.toString());
    if (!ref.success || ended.has(ref.data) || !isEnding(record)) return;
    ended.add(ref.data);
    onEnded(ref.data);
  }
  return {
    start: () =>
      reader.start((records) => {
        for (const record of records) take(record);
      }),
    has: (defender) => ended.has(defender),
  };
}

function isEnding(record: SourceRecord): boolean {
  if (record.value === null) return true;
  return dataOf(record, DesignationRecord)?.state === 'withdrawn';
}

import {
  type DefenderRef,
  encodeBinary,
  ListNotice,
  listNoticeEvent,
  listNoticeKey,
} from '@hrd-shield/contracts';
import type { OutRecord } from '../ports/record-sink.ts';
import type { LogReader, SourceRecord } from '../ports/record-source.ts';
import { dataOf } from '../read-data.ts';

/** The record of a notice. */
export function listNoticeRecord(notice: ListNotice, topic: string, source: string): OutRecord {
  return { topic, ...encodeBinary(listNoticeEvent(notice, source), listNoticeKey(notice)) };
}

export interface ListNoticeDeps {
  readonly reader: LogReader;
  readonly now: () => number;
  /** Processing of this defender stops at once, whatever the list says now or later. */
  readonly onWithdrawn: (ref: DefenderRef, at: number) => void;
  readonly onRefused: () => void;
}

/** The notices as they are followed. */
export interface ListNotices {
  /** @returns once every notice so far was heard */
  start(): Promise<void>;
  /**
   * Age of the list: ms since the registry last said that everything is published. An alarm, never
   * a reason to let a designation lapse. Counts from the start where nothing was said yet.
   */
  ageMs(): number;
  stop(): Promise<void>;
  isHealthy(): boolean;
}

/** Follows the topic of notices, which needs the log alone. */
export function followListNotices(deps: ListNoticeDeps): ListNotices {
  let currentAt = deps.now();
  let isTold = false;
  function take(record: SourceRecord): void {
    const notice = record.value === null ? undefined : dataOf(record, ListNotice);
    if (notice === undefined) {
      // An erased defender leaves an empty record: there is nothing left to stop.
      if (record.value !== null) deps.onRefused();
      return;
    }
    if (notice.kind === 'withdrawn') {
      deps.onWithdrawn(notice.ref, notice.at);
      return;
    }
    currentAt = isTold ? Math.max(currentAt, notice.at) : notice.at;
    isTold = true;
  }
  return {
    start: () =>
      deps.reader.start((records) => {
        for (const record of records) take(record);
      }),
    ageMs: () => Math.max(0, deps.now() - currentAt),
    stop: () => deps.reader.stop(),
    isHealthy: () => deps.reader.isHealthy(),
  };
}

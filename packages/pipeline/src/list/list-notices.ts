import {
  type DefenderRef,
  encodeBinary,
  ListNotice,
  listNoticeEvent,
  listNoticeKey,
  type StopId,
  unreachable,
} from '@hrd-shield/contracts';
import type { OutRecord } from '../ports/record-sink.ts';
import type { LogReader, SourceRecord } from '../ports/record-source.ts';
import { dataOf } from '../read-data.ts';

/** The record of a notice. */
export function listNoticeRecord(notice: ListNotice, topic: string, source: string): OutRecord {
  return { topic, ...encodeBinary(listNoticeEvent(notice, source), listNoticeKey(notice)) };
}

export type NoticeOf<Kind extends ListNotice['kind']> = Extract<
  ListNotice,
  { readonly kind: Kind }
>;

export interface ListNoticeDeps {
  readonly reader: LogReader;
  readonly now: () => number;
  /** Processing of this defender stops at once, whatever the list says now or later. */
  readonly onWithdrawn: (ref: DefenderRef) => void;
  /** Processing stops until this word is settled. */
  readonly onStopped: (notice: NoticeOf<'stopped'>) => void;
  readonly onSettled: (notice: NoticeOf<'settled'>) => void;
  readonly onRefused: () => void;
}

/** Whoever holds the list, or a part of it, and heeds the notices at once. */
export interface HeldList {
  /** It ended, whatever the list says now or later. */
  erase(ref: DefenderRef): void;
  /** Stopped by the log alone until this word is settled. */
  stop(ref: DefenderRef, stop: StopId): void;
  /** @param version from which the list decides again */
  settle(ref: DefenderRef, stop: StopId, version: number): void;
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

/** Follows the topic of notices for a holder of the list. */
export function heedListNotices(
  list: HeldList,
  deps: Pick<ListNoticeDeps, 'reader' | 'now' | 'onRefused'>,
): ListNotices {
  return followListNotices({
    ...deps,
    onWithdrawn: (ref) => list.erase(ref),
    onStopped: ({ ref, stop }) => list.stop(ref, stop),
    onSettled: ({ ref, stop, version }) => list.settle(ref, stop, version),
  });
}

/** Follows the topic of notices, which needs the log alone. */
export function followListNotices(deps: ListNoticeDeps): ListNotices {
  let currentAt = deps.now();
  let isTold = false;
  function take(record: SourceRecord): void {
    const notice = record.value === null ? undefined : dataOf(record, ListNotice);
    if (notice === undefined) {
      // An erased defender, or a word that was heard long ago, leaves an empty record.
      if (record.value !== null) deps.onRefused();
      return;
    }
    switch (notice.kind) {
      case 'withdrawn':
        deps.onWithdrawn(notice.ref);
        return;
      case 'stopped':
        deps.onStopped(notice);
        return;
      case 'settled':
        deps.onSettled(notice);
        return;
      case 'current':
        currentAt = isTold ? Math.max(currentAt, notice.at) : notice.at;
        isTold = true;
        return;
      default:
        unreachable(notice);
    }
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

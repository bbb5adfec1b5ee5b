import {
  type DataClass,
  type DefenderRef,
  encodeBinary,
  ListNotice,
  listNoticeEvent,
  listNoticeKey,
  type Sealed,
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
  /**
   * Like `onStopped`, where some classes of data alone are meant: for whoever screens events by
   * class. Nobody else has anything to stop.
   */
  readonly onNarrowed?: (notice: NoticeOf<'stopped'>, narrowed: Sealed) => void;
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

/** For whoever screens events by class of data. */
export interface HeldClasses {
  readonly open: (ref: DefenderRef, sealed: Sealed) => Promise<readonly DataClass[]>;
  /** What was stopped turns out to be these classes alone. */
  readonly narrow: (ref: DefenderRef, stop: StopId, classes: readonly DataClass[]) => void;
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

/**
 * Follows the topic of notices for a holder of the list.
 * Less consent stops everything until the classes are read, and goes on doing so where they cannot be;
 * it concerns nobody who does not screen by them.
 */
export function heedListNotices(
  list: HeldList,
  deps: Pick<ListNoticeDeps, 'reader' | 'now' | 'onRefused'> & { readonly classes?: HeldClasses },
): ListNotices {
  const opening = new Set<Promise<void>>();
  function narrow({ ref, stop }: NoticeOf<'stopped'>, sealed: Sealed): void {
    const { classes: held } = deps;
    if (held === undefined) return;
    list.stop(ref, stop);
    const opened = held
      .open(ref, sealed)
      .then((classes) => held.narrow(ref, stop, classes), deps.onRefused)
      .finally(() => opening.delete(opened));
    opening.add(opened);
  }
  const notices = followListNotices({
    ...deps,
    onWithdrawn: (ref) => list.erase(ref),
    onStopped: ({ ref, stop }) => list.stop(ref, stop),
    onNarrowed: narrow,
    onSettled: ({ ref, stop, version }) => list.settle(ref, stop, version),
  });
  return {
    ...notices,
    start: async () => {
      await notices.start();
      await Promise.all(opening);
    },
  };
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
        if (notice.narrowed === undefined) deps.onStopped(notice);
        else deps.onNarrowed?.(notice, notice.narrowed);
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

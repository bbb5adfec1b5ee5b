import { type DefenderRef, type ListNotice, ShieldError } from '@hrd-shield/contracts';
import {
  type Clock,
  followListNotices,
  type ListNotices,
  type LogReader,
  listNoticeRecord,
  type RecordSink,
} from '@hrd-shield/pipeline';
import { type ChangeDeps, withdrawDesignation } from './change-designation.ts';

/** How often the list is said to be current, ms; a third of what a holder of it may miss. */
const CURRENT_EVERY_MS = 20_000;
const SOURCE = 'hrd-shield/registry';

/**
 * Stops processing by the log alone, while the registry's database is away. Final, as every
 * withdrawal: the registry takes it over when it is back.
 * @param to name of the notices topic
 */
export function withdrawByNotice(
  ref: DefenderRef,
  { clock, sink }: { readonly clock: Clock; readonly sink: RecordSink },
  topic: string,
): Promise<void> {
  return tell({ kind: 'withdrawn', ref, at: clock.now() }, sink, topic);
}

/** Says from time to time that the list is current. @returns what to call after each round */
export function createCurrencyTeller(
  deps: { readonly clock: Clock; readonly sink: RecordSink },
  topic: string,
): () => Promise<void> {
  let toldAt = 0;
  return async () => {
    const at = deps.clock.now();
    if (at - toldAt < CURRENT_EVERY_MS) return;
    await tell({ kind: 'current', at }, deps.sink, topic);
    toldAt = at;
  };
}

function tell(notice: ListNotice, sink: RecordSink, topic: string): Promise<void> {
  return sink.send([listNoticeRecord(notice, topic, SOURCE)]);
}

/** Withdrawals that came while the registry was away, on their way into it. */
export interface HeededNotices {
  readonly notices: ListNotices;
  /** Takes over what was heard. @returns how many @throws ShieldError `postgres.unavailable` */
  round(): Promise<number>;
}

/** Waiting withdrawals are bounded by the designations. */
export function heedNotices(reader: LogReader, deps: ChangeDeps): HeededNotices {
  const waiting = new Set<DefenderRef>();
  const notices = followListNotices({
    reader,
    now: deps.clock.now,
    onWithdrawn: (ref) => waiting.add(ref),
    // The holders of the list report it; here there is nothing to stop.
    onRefused: () => undefined,
  });
  return {
    notices,
    async round() {
      let taken = 0;
      for (const ref of waiting) {
        await takeOver(ref, deps);
        waiting.delete(ref);
        taken += 1;
      }
      return taken;
    },
  };
}

/** One of another installation, or one that custody holds back, is left for people. */
async function takeOver(ref: DefenderRef, deps: ChangeDeps): Promise<void> {
  try {
    await withdrawDesignation(ref, deps);
  } catch (error) {
    if (error instanceof ShieldError && error.code.startsWith('designation.')) return;
    throw error;
  }
}

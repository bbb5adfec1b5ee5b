import { type DefenderRef, ShieldError, type StopId } from '@hrd-shield/contracts';
import {
  type DesignationStore,
  followListNotices,
  type ListNotices,
  type LogReader,
  type NoticeOf,
  type RecordSink,
} from '@hrd-shield/pipeline';
import { withdrawDesignation } from './change-designation.ts';
import type { Registry } from './open-registry.ts';
import { OWN_PARTIES } from './own-parties.ts';
import { forgetWord, tellSettled } from './tell-notices.ts';

/** How long a word that was heard stays on the log: longer than a holder of the list is behind. */
const HEARD_MS = 86_400_000;

export interface HeedDeps {
  readonly reader: LogReader;
  readonly registry: Registry;
  readonly sink: RecordSink;
  /** Name of the notices topic. */
  readonly topic: string;
}

/** What came while the registry was away, on its way into it. */
export interface HeededNotices {
  readonly notices: ListNotices;
  /** Takes over what was heard. @returns how many @throws ShieldError `postgres.unavailable` */
  round(): Promise<number>;
}

/** What waits is bounded by the designations, and by the words that the desk lets through. */
export function heedNotices({ reader, ...deps }: HeedDeps): HeededNotices {
  const { clock } = deps.registry;
  const withdrawn = new Set<DefenderRef>();
  const stopped = new Map<StopId, NoticeOf<'stopped'>>();
  const settled = new Map<StopId, number>();
  const notices = followListNotices({
    reader,
    now: clock.now,
    onWithdrawn: (ref) => withdrawn.add(ref),
    onStopped: (notice) => stopped.set(notice.stop, notice),
    onNarrowed: (notice) => stopped.set(notice.stop, notice),
    onSettled: ({ at, stop }) => {
      stopped.delete(stop);
      settled.set(stop, at);
    },
    // The holders of the list report it; here there is nothing to stop.
    onRefused: () => undefined,
  });
  return {
    notices,
    async round() {
      let taken = 0;
      for (const ref of withdrawn) {
        await unlessRefused(() => withdrawDesignation(ref, deps.registry));
        withdrawn.delete(ref);
        taken += 1;
      }
      for (const [stop, notice] of stopped) {
        await settle(notice, deps);
        stopped.delete(stop);
        taken += 1;
      }
      for (const [stop, at] of settled) {
        if (clock.now() - at < HEARD_MS) continue;
        await forgetWord(stop, deps);
        settled.delete(stop);
      }
      return taken;
    },
  };
}

/** Asks the registry what was asked of it, and says from which version on the list decides again. */
async function settle({ asked, ref, stop }: NoticeOf<'stopped'>, deps: Omit<HeedDeps, 'reader'>) {
  const { clock, sealer, store, uses } = deps.registry;
  await unlessRefused(async () => {
    const { by, ...act } = await sealer.openStop(ref, asked);
    await uses.ask(OWN_PARTIES[by], ref, act);
  });
  const version = await versionOf(ref, store, clock.now());
  await tellSettled({ ref, stop, at: clock.now(), version }, deps);
}

async function versionOf(
  ref: DefenderRef,
  store: Pick<DesignationStore, 'change'>,
  at: number,
): Promise<number> {
  return (await store.change(ref, () => undefined, at))?.version ?? 0;
}

/**
 * One of another installation, one that custody holds back, one that ended, or a word that opens
 * for nobody is left for people.
 */
async function unlessRefused(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const code = error instanceof ShieldError ? error.code : '';
    if (!/^(designation|seal)\.|^record\.bad-schema$/.test(code)) throw error;
  }
}

import type { RegistryDeps } from './import-designations.ts';

/** Designations handled in one round. */
const ROUND_COUNT = 500;

const DAY_MS = 86_400_000;

/**
 * How long sealed parts outlive the end of a designation, so that measures can be lifted and
 * records in flight leave the topics first.
 * @source architecture notes, section 4: longer than the retention of commands, acks and firehose
 */
export const COOLING_OFF_MS = 7 * DAY_MS;

export interface TimeKept {
  readonly expired: number;
  readonly erased: number;
}

/** Ends what is past its expiry and erases what ended before the cooling-off. */
export async function keepTime(deps: RegistryDeps): Promise<TimeKept> {
  const { store, sealer, clock } = deps;
  const now = clock.now();
  const due = await store.expired(now, ROUND_COUNT);
  for (const ref of due) {
    await store.change(
      ref,
      (current) =>
        current.state === 'withdrawn' || current.expiresAt > now
          ? undefined
          : { act: 'expired', state: 'withdrawn', endReason: 'expired', erase: false },
      now,
    );
  }
  const erasable = await store.erasable(now - COOLING_OFF_MS, ROUND_COUNT);
  for (const ref of erasable) {
    // The key goes first: a crash in between leaves sealed parts that nobody can open.
    await sealer.destroy(ref);
    await store.change(
      ref,
      (current) => ({
        act: 'erased',
        state: 'withdrawn',
        endReason: current.endReason,
        erase: true,
      }),
      now,
    );
  }
  return { expired: due.length, erased: erasable.length };
}

import type { DefenderRef } from '@hrd-shield/contracts';
import type { DesignationStore } from '@hrd-shield/pipeline';

export interface ErasureReplay {
  readonly store: DesignationStore;
  /** Whether the key store still has what opens a designation; it is not restored with the rest. */
  readonly hasKey: (ref: DefenderRef) => boolean;
  readonly now: () => number;
}

/** Designations looked at after a restore. */
const LIMIT = 1_000_000;

/**
 * After a backup of the registry was restored: whoever was erased since is erased again, before
 * anything is published. The key store is the truth, and its backup is shorter than the cooling-off.
 * @returns references that were erased again
 */
export async function replayErasures(deps: ErasureReplay): Promise<readonly DefenderRef[]> {
  const again: DefenderRef[] = [];
  for (const { ref, screening } of await deps.store.list(LIMIT)) {
    if (screening === null || deps.hasKey(ref)) continue;
    await deps.store.change(
      ref,
      ({ endReason }) => ({
        act: 'erased',
        state: 'withdrawn',
        endReason: endReason ?? 'withdrawn',
        erase: true,
      }),
      deps.now(),
    );
    again.push(ref);
  }
  return again;
}

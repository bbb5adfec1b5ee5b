import type { DefenderRef, ErrorCode } from '@hrd-shield/contracts';
import type { Clock, DesignationStore } from '@hrd-shield/pipeline';
import type { DesignationSealer } from './ports.ts';
import type { PlacedEntry } from './read-designations.ts';

export interface RegistryDeps {
  readonly store: DesignationStore;
  readonly sealer: DesignationSealer;
  readonly clock: Clock;
}

export interface ImportResult {
  readonly designated: readonly { readonly place: number; readonly ref: DefenderRef }[];
  readonly refused: readonly { readonly place: number; readonly code: ErrorCode }[];
}

/**
 * Designates every account of a reviewed file. An account that is designated already is refused
 * and leaves the living designation as it is, so that an interrupted import can be run again.
 * @param onProgress called after each entry with how many are done
 * @refuses `designation.exists`
 */
export async function importDesignations(
  entries: readonly PlacedEntry[],
  deps: RegistryDeps,
  onProgress: (done: number) => void = () => undefined,
): Promise<ImportResult> {
  const designated: { place: number; ref: DefenderRef }[] = [];
  const refused: { place: number; code: ErrorCode }[] = [];
  for (const [index, { place, entry }] of entries.entries()) {
    const ref = await designate(entry, deps);
    if (ref === undefined) refused.push({ place, code: 'designation.exists' });
    else designated.push({ place, ref });
    onProgress(index + 1);
  }
  return { designated, refused };
}

/** @returns the reference, or undefined when the account has a living designation */
async function designate(
  entry: PlacedEntry['entry'],
  deps: RegistryDeps,
): Promise<DefenderRef | undefined> {
  const { store, sealer, clock } = deps;
  const ref = sealer.newRef();
  const sealed = await sealer.seal(ref, entry);
  const now = clock.now();
  const isAdded = await store.add(
    {
      ref,
      version: 1,
      state: 'active',
      tier: entry.tier,
      probe: entry.probe,
      expiresAt: Date.parse(entry.expiresAt),
      screening: sealed.screening,
      protection: sealed.protection,
      reviewers: entry.reviewers,
      endReason: null,
      createdAt: now,
      updatedAt: now,
    },
    sealed.digest,
    sealed.digestKey,
  );
  if (isAdded) return ref;
  await sealer.destroy(ref);
  return undefined;
}

import {
  DefenderRef,
  DesignationRecord,
  type ScreeningPart,
  type Sealed,
  ShieldError,
} from '@hrd-shield/contracts';
import {
  factsAfterRestore,
  type RegistryFact,
  type RegistryLife,
} from '@hrd-shield/domain/registry';
import { type DesignationStore, dataOf, type LogReader } from '@hrd-shield/pipeline';
import type { Registry } from './open-registry.ts';
import { turnOf } from './turn-of.ts';

/** The last that was published of each designation; those that were erased are not in it. */
export type Published = ReadonlyMap<DefenderRef, DesignationRecord>;

/** Lives of one look. */
const PAGE_COUNT = 500;

/** Reads what was published. @throws ShieldError `kafka.*` */
export async function readPublished(reader: LogReader): Promise<Published> {
  const published = new Map<DefenderRef, DesignationRecord>();
  try {
    await reader.start((records) => {
      for (const record of records) {
        const ref = DefenderRef.safeParse(record.key?.toString()).data;
        if (ref === undefined) continue;
        const said = record.value === null ? undefined : dataOf(record, DesignationRecord);
        if (said === undefined) published.delete(ref);
        // A lower version never replaces a higher one, for no reader of the topic.
        else if (said.version >= (published.get(ref)?.version ?? 0)) published.set(ref, said);
      }
    });
  } finally {
    await reader.stop();
  }
  return published;
}

/**
 * A registry that is older than what it published was restored from a backup: what it would
 * publish now nobody would heed, not even a withdrawal.
 * @throws ShieldError `registry.restored` | `postgres.*`
 */
export async function refuseRestored(published: Published, store: DesignationStore): Promise<void> {
  const behind = await behindOf(published, store);
  if (behind.size > 0) throw new ShieldError('registry.restored');
}

/** Designations that live on the topic alone: they were made after the backup. */
export async function unknownAfterRestore(
  published: Published,
  store: DesignationStore,
): Promise<readonly DefenderRef[]> {
  const known = await store.versions();
  return [...published.values()]
    .filter(({ ref, state }) => state !== 'withdrawn' && !known.has(ref))
    .map(({ ref }) => ref);
}

async function behindOf(
  published: Published,
  store: DesignationStore,
): Promise<ReadonlyMap<DefenderRef, DesignationRecord>> {
  const behind = new Map<DefenderRef, DesignationRecord>();
  for (const [ref, version] of await store.versions()) {
    const said = published.get(ref);
    if (said !== undefined && said.version > version) behind.set(ref, said);
  }
  return behind;
}

export interface TakingBackDeps
  extends Pick<Registry, 'clock' | 'lives' | 'ownSideMeasures' | 'policy' | 'sealer' | 'store'> {
  /** What services were told they may process. @throws ShieldError where it does not open */
  readonly openScreening: (ref: DefenderRef, sealed: Sealed) => ScreeningPart;
}

/** What became of one designation; kinds of facts, or `published` where the backup was only older. */
export interface TakenBack {
  readonly ref: DefenderRef;
  readonly kinds: readonly (RegistryFact['kind'] | 'published')[];
}

/**
 * After a backup of the registry was restored, once erasures were replayed and before `designate`
 * starts: what was withdrawn, paused or narrowed since is so again, and what may have been taken
 * back without anything published counts as taken back. Doing it again changes nothing.
 * @throws ShieldError `postgres.*` | `keys.*` | `seal.*`
 */
export async function replayTakenBack(
  published: Published,
  deps: TakingBackDeps,
): Promise<readonly TakenBack[]> {
  const behind = await behindOf(published, deps.store);
  const done: TakenBack[] = [];
  let after: DefenderRef | undefined;
  for (;;) {
    const page = await deps.lives.list({ limit: PAGE_COUNT, ...(after && { after }) });
    for (const { ref } of page) {
      const kinds = await takeBack(ref, behind.get(ref), deps);
      if (kinds.length > 0) done.push({ ref, kinds });
    }
    after = page.at(-1)?.ref;
    if (after === undefined || page.length < PAGE_COUNT) return done;
  }
}

async function takeBack(
  ref: DefenderRef,
  said: DesignationRecord | undefined,
  deps: TakingBackDeps,
): Promise<TakenBack['kinds']> {
  const { clock, lives, store } = deps;
  const at = clock.now();
  let facts: readonly RegistryFact[] = [];
  await lives.change(
    ref,
    async (life: RegistryLife, parts) => {
      const later = said && { state: said.state, dataClasses: classesOf(said, deps) };
      facts = factsAfterRestore(life, { at, later, hasTold: parts.risk !== undefined });
      if (facts.length === 0) return undefined;
      return turnOf({ life, facts, moment: { at, hasOpenCase: false, upSince: at }, parts }, deps);
    },
    at,
  );
  const kinds = facts.map(({ kind }) => kind);
  if (said === undefined) return kinds;
  // Last: until its version is above what services know, the next look finds it behind.
  // One at a time, as the database has versions rise.
  for (let version: number | undefined = 0; version !== undefined && version <= said.version; ) {
    const raised = await store.change(
      ref,
      ({ endReason, state }) => ({ act: 'changed', state, endReason, erase: false }),
      at,
    );
    version = raised?.version;
  }
  return kinds.length > 0 ? kinds : ['published'];
}

function classesOf(
  { ref, screening, state }: DesignationRecord,
  { openScreening }: TakingBackDeps,
): ScreeningPart['dataClasses'] | undefined {
  if (state === 'withdrawn') return undefined;
  try {
    return openScreening(ref, screening).dataClasses;
  } catch (error) {
    if (error instanceof ShieldError && /^(seal|record)\./.test(error.code)) return undefined;
    throw error;
  }
}

import { join } from 'node:path';
import { buildFacts, type Clickhouse } from '@hrd-shield/clickhouse';
import type { PublicationSubject } from '@hrd-shield/contracts';
import { loadSufficientSets } from '@hrd-shield/policy';
import { prepareDraft, type ReadRows, type ReleaseFolders } from '@hrd-shield/reporting';
import { prepareQuarter } from './prepare-quarter.ts';

/** The facts of the store and the drafts that are made of them. */
export interface Drafts {
  readonly folders: ReleaseFolders;
  /** Builds the facts; one at a time, whoever asks. @param asOf epoch ms */
  build(asOf: number): Promise<void>;
  /** Makes the draft that a publication asks for. */
  prepare(about: PublicationSubject): ReturnType<typeof prepareDraft>;
  /** Makes the draft of the last quarter that has settled, once, for people to publish by hand. */
  prepareDue(now: number, settleDays: number): ReturnType<typeof prepareQuarter>;
}

/** @param releasesDir folder with `open` and `closed` */
export function openDrafts(store: Clickhouse, readRows: ReadRows, releasesDir: string): Drafts {
  const sufficient = loadSufficientSets();
  const folders = { open: join(releasesDir, 'open'), closed: join(releasesDir, 'closed') };
  let building: Promise<unknown> = Promise.resolve();
  const build = (asOf: number): Promise<void> => {
    const done = building.then(() => buildFacts(store, sufficient, asOf));
    building = done.catch(() => undefined);
    return done;
  };
  return {
    folders,
    build,
    prepare: async (about) => {
      await build(Date.now());
      return prepareDraft(readRows, folders, about);
    },
    prepareDue: (now, settleDays) => prepareQuarter(readRows, folders, { now, settleDays }),
  };
}

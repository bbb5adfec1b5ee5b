import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { HELD_OUT_SEED_FIRST } from '@hrd-shield/world';

/** Held-out seeds of one release: more than a full run needs. */
const BLOCK_SEEDS = 10_000;

/**
 * A block of held-out seeds, with the only code and policy that it may judge. Whoever has seen what
 * came out of a block tunes with it in mind: the next policy gets the next block.
 *
 * @source detection notes, 5.1: one held-out run per release, policy hash recorded before it
 */
export interface Release {
  readonly release: number;
  readonly seedFirst: number;
  readonly policyHash: string;
  readonly codeHash: string;
  /** ISO 8601, when it was opened. */
  readonly openedAt: string;
  /** Other code that gave every record of the block again: faster or plainer, and nothing else. */
  readonly alike?: readonly Alike[];
}

/** Code whose records of a whole block are the same as those before, byte for byte. */
export interface Alike {
  readonly codeHash: string;
  readonly records: number;
  /** ISO 8601. */
  readonly checkedAt: string;
}

export type Judged = Pick<Release, 'codeHash' | 'policyHash'>;

/** The block, or why it may not be had. */
export type Opened =
  | { readonly kind: 'open'; readonly release: Release; readonly isNew: boolean }
  | { readonly kind: 'seen'; readonly release: Release; readonly free: number };

/** All releases so far, oldest first; none when there is no file. */
export function readReleases(path: string): readonly Release[] {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Release[]) : [];
}

/** Written before the first run of a block is played. */
export function writeReleases(path: string, releases: readonly Release[]): void {
  writeFileSync(path, `${JSON.stringify(releases, undefined, 2)}\n`);
}

/**
 * The block of this code and policy: the one that they opened, else the next that nobody saw.
 * @param wanted a block by number; one that others opened is not given away again
 */
export function releaseFor(
  releases: readonly Release[],
  judged: Judged,
  openedAt: string,
  wanted?: number,
): Opened {
  const isOwn = (one: Release) =>
    one.policyHash === judged.policyHash &&
    [one, ...(one.alike ?? [])].some(({ codeHash }) => codeHash === judged.codeHash);
  const free = 1 + Math.max(-1, ...releases.map(({ release }) => release));
  const known =
    wanted === undefined
      ? releases.findLast(isOwn)
      : releases.find(({ release }) => release === wanted);
  if (known !== undefined) {
    return isOwn(known)
      ? { kind: 'open', release: known, isNew: false }
      : { kind: 'seen', release: known, free };
  }
  const release = wanted ?? free;
  const seedFirst = HELD_OUT_SEED_FIRST + release * BLOCK_SEEDS;
  return { kind: 'open', isNew: true, release: { release, seedFirst, ...judged, openedAt } };
}

/** The releases with one more code that a block may be judged by. */
export function withAlike(
  releases: readonly Release[],
  { release: number }: Release,
  alike: Alike,
): readonly Release[] {
  return releases.map((one) =>
    one.release === number ? { ...one, alike: [...(one.alike ?? []), alike] } : one,
  );
}

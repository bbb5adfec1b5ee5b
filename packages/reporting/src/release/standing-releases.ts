import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { hashOf } from '../frozen/canonical-json.ts';
import { readFiles, readLedger, SUMS } from './ledger.ts';
import { Release } from './release.ts';
import { misfits } from './signatures.ts';

/**
 * The release that stands of each quarter, its last correction, oldest quarter first.
 * @param folder the open one, with its ledger
 * @throws ShieldError `config.invalid` when files are not those that the ledger names
 */
export async function standingReleases(folder: string): Promise<readonly Release[]> {
  const last = new Map((await readLedger(folder)).map((line) => [line.quarter, line]));
  const releases = await Promise.all(
    [...last.values()].map(async ({ checksums, quarter, release }) => {
      const files = join(folder, quarter, release);
      const sums = await readFile(join(files, SUMS), 'utf8').catch(() => '');
      const { 'release.json': bytes = new Uint8Array() } = await readFiles(files);
      const isAsPublished =
        hashOf(sums) === checksums &&
        !misfits({ 'release.json': bytes }, sums).includes('release.json');
      if (isAsPublished) return Release.parse(JSON.parse(new TextDecoder().decode(bytes)));
      throw new ShieldError('config.invalid', {
        detail: `${quarter} ${release} is not what was published`,
      });
    }),
  );
  return inOrder(releases);
}

/**
 * What a release of a quarter is drawn beside: the releases that stand of the quarters before it.
 * @param most quarters, the latest ones
 */
export function releasesBefore(
  releases: readonly Release[],
  quarter: string,
  most: number,
): readonly Release[] {
  return inOrder(releases.filter((each) => each.quarter < quarter)).slice(-most);
}

function inOrder(releases: readonly Release[]): readonly Release[] {
  return releases.toSorted((a, b) => (a.quarter < b.quarter ? -1 : 1));
}

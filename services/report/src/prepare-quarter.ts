import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  prepareDraft,
  type ReadRows,
  type ReleaseFolders,
  readLedger,
  settledQuarter,
} from '@hrd-shield/reporting';

import { PREPARED_BY } from './publication-activities.ts';

/**
 * Makes the draft of the last quarter that has settled, once: people read it, approve it and publish
 * it by hand.
 * @param now epoch ms
 * @returns folder of the draft; undefined where the quarter has one, or was published
 */
export async function prepareQuarter(
  readRows: ReadRows,
  folders: ReleaseFolders,
  about: { readonly now: number; readonly settleDays: number },
): Promise<string | undefined> {
  const { name: quarter } = settledQuarter(about.now, about.settleDays);
  const marker = join(folders.closed, `${quarter}.draft`);
  const isMade = await readFile(marker).then(
    () => true,
    () => false,
  );
  if (isMade) return undefined;
  const ledger = await readLedger(folders.open);
  if (ledger.some((line) => line.quarter === quarter)) return undefined;
  const { draft } = await prepareDraft(readRows, folders, { quarter, preparedBy: PREPARED_BY });
  await mkdir(folders.closed, { recursive: true });
  await writeFile(marker, `${draft}\n`);
  return draft;
}

import { randomUUID } from 'node:crypto';
import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { z } from 'zod';
import { jsonAs } from '../files/json-as.ts';
import { readIfThere } from '../files/read-text.ts';
import { bytesOf } from './data-files.ts';
import {
  LEDGER,
  LedgerLine,
  type ReleaseFolders,
  readDraft,
  readFiles,
  readLedger,
  SUMS,
} from './ledger.ts';
import { misfits } from './signatures.ts';
import { readSignature } from './signed-draft.ts';

/** What is to stand at one place of the ledger, and the draft that it is made of. */
const Claim = z.strictObject({ draft: z.string(), line: LedgerLine });
export type Claim = z.infer<typeof Claim>;

/** Lines that others may add while one is settled. */
const LINES_MAX = 64;
const DIGITS = 6;

/**
 * Takes the next place of the ledger, whole or not at all: this is when a release is published, and
 * whatever is cut off after it is finished by whoever comes next.
 * @param place lines before it
 * @returns false when another has it
 */
export async function claimPlace(
  folders: ReleaseFolders,
  place: number,
  claim: Claim,
): Promise<boolean> {
  const path = claimOf(folders, place);
  const half = `${path}.${randomUUID()}`;
  await mkdir(join(folders.closed, 'claims'), { recursive: true });
  await writeFile(half, JSON.stringify(claim), { flush: true });
  try {
    await link(half, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(half, { force: true });
  }
}

/** Finishes what was claimed: files in their place, then the line. @returns the whole ledger */
export async function settleLedger(folders: ReleaseFolders): Promise<readonly LedgerLine[]> {
  let lines = await readLedger(folders.open);
  for (let count = 0; count < LINES_MAX; count += 1) {
    const claim = await readClaim(folders, lines.length);
    if (claim === undefined) break;
    await putOpen(folders, claim);
    await writeLines(folders, [...lines, claim.line]);
    lines = await readLedger(folders.open);
  }
  return lines;
}

async function readClaim(folders: ReleaseFolders, place: number): Promise<Claim | undefined> {
  const path = claimOf(folders, place);
  const text = await readIfThere(path);
  return text === undefined ? undefined : jsonAs(Claim, text, basename(path));
}

/**
 * Files, checksums and signature under quarter and name, all at once.
 * @throws ShieldError `config.invalid` when the signature that was there at the claim is gone
 */
async function putOpen(folders: ReleaseFolders, { draft, line }: Claim): Promise<void> {
  const folder = join(folders.open, line.quarter, line.release);
  const { checksums, files } = await readDraft(draft);
  if (await isThere(folder, checksums)) return;
  const signed = await readSignature(draft);
  if (signed === undefined) {
    const detail = `${line.release} was claimed and its signature is gone; sign it again`;
    throw new ShieldError('config.invalid', { detail });
  }
  const half = `${folder}.${randomUUID()}.half`;
  await mkdir(half, { recursive: true });
  const proofs = {
    [SUMS]: bytesOf(checksums),
    [`${SUMS}.sig`]: bytesOf(`${signed.signature}\n`),
    'publisher.pem': bytesOf(signed.publisher),
  };
  for (const [name, bytes] of Object.entries({ ...files, ...proofs })) {
    await writeFile(join(half, name), bytes);
  }
  try {
    await rename(half, folder);
  } catch (error) {
    // Somebody else finished the same claim.
    await rm(half, { recursive: true, force: true });
    if (!(await isThere(folder, checksums))) throw error;
  }
}

async function isThere(folder: string, checksums: string): Promise<boolean> {
  const files = await readFiles(folder).catch(() => undefined);
  return files !== undefined && !misfits(files, checksums).some((name) => checksums.includes(name));
}

async function writeLines(folders: ReleaseFolders, lines: readonly LedgerLine[]): Promise<void> {
  const half = join(folders.open, `${LEDGER}.${randomUUID()}`);
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFile(half, text, { flush: true });
  await rename(half, join(folders.open, LEDGER));
}

function claimOf({ closed }: ReleaseFolders, place: number): string {
  return join(closed, 'claims', `${String(place).padStart(DIGITS, '0')}.json`);
}

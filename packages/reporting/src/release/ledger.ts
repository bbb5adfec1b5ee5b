import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import type { Benchmark } from '@hrd-shield/policy';
import { z } from 'zod';
import { jsonAs } from '../files/json-as.ts';
import { readIfThere, readText } from '../files/read-text.ts';
import { hashOf } from '../frozen/canonical-json.ts';
import { Approval } from './approvals.ts';
import { bytesOf, dataFiles, type ReleaseFiles } from './data-files.ts';
import type { Published } from './protect-tables.ts';
import { Release } from './release.ts';
import { FrozenFacts } from './release-facts.ts';
import { releasePage } from './release-page.ts';
import { checksumsOf, misfits } from './signatures.ts';
import { REPORT_LANGUAGES } from './words.ts';

/** One line of the ledger; each names the hash of the one before, so that none goes missing. */
export const LedgerLine = z.strictObject({
  release: z.string(),
  quarter: z.string(),
  /** When it was published, ISO 8601. */
  at: z.string(),
  /** Hash of `SHA256SUMS`. */
  checksums: z.string(),
  approvedBy: z.array(z.string()),
  corrects: z.strictObject({ release: z.string(), reason: z.string() }).optional(),
  after: z.string(),
});
export type LedgerLine = z.infer<typeof LedgerLine>;

/**
 * Where releases lie. `open` is for everybody; `closed` holds the facts that releases were made from
 * and never leaves the house.
 */
export interface ReleaseFolders {
  readonly open: string;
  readonly closed: string;
}

/** Names of the ledger, and of the checksums in each folder of a release. */
export const LEDGER = 'ledger.jsonl';
export const SUMS = 'SHA256SUMS';

const Draft = z.strictObject({ preparedBy: z.string(), release: Release });

/** A draft as it lies in its folder. */
export interface ReadDraft extends z.infer<typeof Draft> {
  readonly checksums: string;
  readonly files: ReleaseFiles;
}

/**
 * Puts a draft down: every file as it would be published, and who made it. Nothing of it is public.
 * @returns its folder
 */
export async function keepDraft(
  folders: ReleaseFolders,
  draft: {
    readonly release: Release;
    readonly facts: FrozenFacts;
    readonly benchmarks: readonly Benchmark[];
    readonly preparedBy: string;
  },
): Promise<string> {
  const { benchmarks, facts, preparedBy, release } = draft;
  const folder = join(folders.closed, release.release);
  const files = await releaseFiles(release, benchmarks);
  await mkdir(join(folder, 'files'), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    await writeFile(join(folder, 'files', name), bytes);
  }
  await writeFile(join(folder, SUMS), checksumsOf(files));
  await writeFile(join(folder, 'draft.json'), JSON.stringify({ preparedBy, release }));
  await writeFile(join(folder, 'facts.json'), JSON.stringify(facts));
  return folder;
}

/** Every file of a release but checksums and signature. */
async function releaseFiles(
  release: Release,
  benchmarks: readonly Benchmark[],
): Promise<ReleaseFiles> {
  const pages = await Promise.all(
    REPORT_LANGUAGES.map(async (language) => {
      const page = await releasePage(release, benchmarks, language);
      return [`${language}.html`, bytesOf(page)] as const;
    }),
  );
  return { ...dataFiles(release), ...Object.fromEntries(pages) };
}

/**
 * Reads a draft; its files are those that were drafted.
 * @throws ShieldError `config.invalid` when one changed since
 */
export async function readDraft(draft: string): Promise<ReadDraft> {
  const known = jsonAs(Draft, await readText(join(draft, 'draft.json')), 'draft.json');
  const checksums = await readText(join(draft, SUMS));
  const files = await readFiles(join(draft, 'files'));
  const changed = misfits(files, checksums);
  if (changed.length > 0) throw refused(`${changed.join(', ')} changed since it was drafted`);
  return { ...known, checksums, files };
}

/** Adds one person's approval to a draft. */
export async function keepApproval(draft: string, approval: Approval): Promise<void> {
  await writeFile(join(draft, `approval-${approval.by}.json`), JSON.stringify(approval));
}

/**
 * What was published, oldest first; empty where nothing was.
 * @throws ShieldError `config.invalid` when a line was changed, lost or put in, or the ledger is there
 * and cannot be read
 */
export async function readLedger(folder: string): Promise<readonly LedgerLine[]> {
  const text = (await readIfThere(join(folder, LEDGER))) ?? '';
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => jsonAs(LedgerLine, line, LEDGER));
  lines.forEach((line, at) => {
    const before = lines[at - 1];
    if (line.after !== (before === undefined ? '' : hashOf(before))) {
      throw refused(`${LEDGER} is broken at line ${at + 1}`);
    }
  });
  return lines;
}

/** Why the quarter has no room for a release or its correction; undefined where it has. */
export function hindranceIn(
  ledger: readonly LedgerLine[],
  { corrects, quarter }: Pick<Release, 'corrects' | 'quarter'>,
): string | undefined {
  const last = ledger.findLast((line) => line.quarter === quarter);
  if (last?.release === corrects?.release) return undefined;
  return last === undefined
    ? `${corrects?.release} was never published, so nothing can correct it`
    : `${quarter} is published: only a correction of ${last.release} may follow`;
}

/** What was published of a quarter, with the facts that it was made from, oldest first. */
export async function publishedOf(
  folders: ReleaseFolders,
  quarter: string,
): Promise<readonly Published[]> {
  const lines = (await readLedger(folders.open)).filter((line) => line.quarter === quarter);
  return Promise.all(
    lines.map(async ({ release }) => {
      const text = await readText(join(folders.open, quarter, release, 'release.json'));
      const { tables } = jsonAs(Release, text, 'release.json');
      return { tables, facts: await readFacts(folders, release) };
    }),
  );
}

/** The facts that a release was made from. */
export async function readFacts(folders: ReleaseFolders, release: string): Promise<FrozenFacts> {
  return jsonAs(
    FrozenFacts,
    await readText(join(folders.closed, release, 'facts.json')),
    'facts.json',
  );
}

/** Every file of a folder. */
export async function readFiles(folder: string): Promise<ReleaseFiles> {
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const),
  );
  return Object.fromEntries(files);
}

/** What people approved of a draft or proposal. */
export async function approvalsOf(draft: string): Promise<readonly Approval[]> {
  const names = (await readdir(draft)).filter((name) => name.startsWith('approval-'));
  return Promise.all(
    names.map(async (name) => jsonAs(Approval, await readText(join(draft, name)), name)),
  );
}

function refused(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail });
}

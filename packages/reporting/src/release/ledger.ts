import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import type { Benchmark } from '@hrd-shield/policy';
import { z } from 'zod';
import { hashOf } from '../frozen/canonical-json.ts';
import { Approval, type Approvers, checkApprovals } from './approvals.ts';
import { bytesOf, dataFiles, type ReleaseFiles } from './data-files.ts';
import type { Published } from './protect-tables.ts';
import { Release } from './release.ts';
import { FrozenFacts } from './release-facts.ts';
import { releasePage } from './release-page.ts';
import { checksumsOf, misfits, publicKeyOf, signText } from './signatures.ts';
import { REPORT_LANGUAGES } from './words.ts';

/** One line of the ledger; each names the hash of the one before, so that none goes missing. */
const LedgerLine = z.strictObject({
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

const LEDGER = 'ledger.jsonl';
const SUMS = 'SHA256SUMS';

const Draft = z.strictObject({ preparedBy: z.string(), release: Release });

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

/** Adds one person's approval to a draft. */
export async function keepApproval(draft: string, approval: Approval): Promise<void> {
  await writeFile(join(draft, `approval-${approval.by}.json`), JSON.stringify(approval));
}

/**
 * Publishes a draft that enough people approved: signed, in the open folder under its quarter and name,
 * and in the ledger.
 * @param now epoch ms
 * @throws ShieldError `config.invalid` when approvals are missing, a file was changed since, or the
 * quarter was published already and this is no correction
 */
export async function publishDraft(
  folders: ReleaseFolders,
  draft: string,
  by: {
    readonly approvers: Approvers;
    readonly needed: number;
    readonly key: string;
    readonly now: number;
  },
): Promise<LedgerLine> {
  const { preparedBy, release } = Draft.parse(
    JSON.parse(await readText(join(draft, 'draft.json'))),
  );
  const checksums = await readText(join(draft, SUMS));
  const files = await readFiles(join(draft, 'files'));
  const changed = misfits(files, checksums);
  if (changed.length > 0) throw refused(`${changed.join(', ')} changed since it was drafted`);
  const approvedBy = checkApprovals(checksums, await approvalsOf(draft), {
    approvers: by.approvers,
    preparedBy,
    needed: by.needed,
  });
  const ledger = await readLedger(folders.open);
  checkPlace(release, ledger);
  const folder = join(folders.open, release.quarter, release.release);
  const half = `${folder}.half`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true });
  const proofs = {
    [SUMS]: bytesOf(checksums),
    [`${SUMS}.sig`]: bytesOf(`${signText(checksums, by.key)}\n`),
    'publisher.pem': bytesOf(publicKeyOf(by.key)),
  };
  for (const [name, bytes] of Object.entries({ ...files, ...proofs })) {
    await writeFile(join(half, name), bytes);
  }
  await rename(half, folder);
  const last = ledger.at(-1);
  const line: LedgerLine = {
    release: release.release,
    quarter: release.quarter,
    at: new Date(by.now).toISOString(),
    checksums: hashOf(checksums),
    approvedBy: [...approvedBy],
    ...(release.corrects === undefined ? {} : { corrects: release.corrects }),
    after: last === undefined ? '' : hashOf(last),
  };
  await appendFile(join(folders.open, LEDGER), `${JSON.stringify(line)}\n`);
  return line;
}

/** A quarter is published once; what follows corrects the one before. */
function checkPlace(release: Release, ledger: readonly LedgerLine[]): void {
  const last = ledger.findLast(({ quarter }) => quarter === release.quarter);
  if (last?.release === release.release) throw refused(`${release.release} is published already`);
  if (last?.release !== release.corrects?.release) {
    throw refused(
      last === undefined
        ? `${release.corrects?.release} was never published, so nothing can correct it`
        : `${release.quarter} is published: only a correction of ${last.release} may follow`,
    );
  }
}

/** @throws ShieldError `config.invalid` when a line was changed, lost or put in */
export async function readLedger(folder: string): Promise<readonly LedgerLine[]> {
  let text: string;
  try {
    text = await readFile(join(folder, LEDGER), 'utf8');
  } catch {
    return [];
  }
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => LedgerLine.parse(JSON.parse(line)));
  lines.forEach((line, at) => {
    const before = lines[at - 1];
    if (line.after !== (before === undefined ? '' : hashOf(before))) {
      throw refused(`${LEDGER} is broken at line ${at + 1}`);
    }
  });
  return lines;
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
      const { tables } = Release.parse(JSON.parse(text));
      return { tables, facts: await readFacts(folders, release) };
    }),
  );
}

/** The facts that a release was made from. */
export async function readFacts(folders: ReleaseFolders, release: string): Promise<FrozenFacts> {
  return FrozenFacts.parse(JSON.parse(await readText(join(folders.closed, release, 'facts.json'))));
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
    names.map(async (name) => Approval.parse(JSON.parse(await readText(join(draft, name))))),
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ShieldError('config.invalid', { detail: `${path} cannot be read`, cause });
  }
}

function refused(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail });
}

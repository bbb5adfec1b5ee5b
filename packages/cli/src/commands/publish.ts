import { join, resolve } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { loadReleasePlan } from '@hrd-shield/policy';
import {
  checkRelease,
  ParityFile,
  prepareDraft,
  publishDraft,
  type ReleaseFolders,
  readFiles,
  readLedger,
  signedWith,
} from '@hrd-shield/reporting';
import type { Command } from 'commander';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { readApprovers, withSignature } from '../shell/sign-folder.ts';
import { openFacts } from './open-facts.ts';
import { registerPublishRuns } from './publish-runs.ts';
import { type SubjectOptions, subjectOf, withSubject } from './publish-subject.ts';
import { registerPublishWords } from './publish-words.ts';

interface PrepareOptions extends SubjectOptions {
  readonly open: string;
  readonly closed: string;
  readonly parity?: string;
}

interface ReleaseOptions {
  readonly open: string;
  readonly closed: string;
  readonly approvers: string;
  readonly key: string;
}

/** Adds `publish`: what becomes public, and how, by hand and by the calendar. */
export function registerPublish(program: Command, shell: Shell): void {
  const publish = program
    .command('publish')
    .description('the public report: a draft, two approvals, a signed release, corrections');
  const withFolders = (command: Command): Command =>
    command
      .option('--open <folder>', 'folder that everybody may read', 'releases/open')
      .option(
        '--closed <folder>',
        'folder of drafts and facts, for nobody outside',
        'releases/closed',
      );
  withSubject(withFolders(publish.command('prepare')), 'who makes it')
    .description('make the draft of a quarter: every file as it would be published')
    .option(
      '--parity <file>',
      'parity-public.json, as registry parity let it out of the same facts',
    )
    .action((options: PrepareOptions) => prepare(options, shell));
  withSignature(
    publish.command('approve <draft>').description('sign the files of a draft, after reading them'),
    'draft',
    shell,
  );
  registerPublishWords(publish, shell);
  registerPublishRuns(publish, shell);
  withFolders(publish.command('release <draft>'))
    .description('publish a draft that enough people approved, signed, and put it into the ledger')
    .requiredOption('--approvers <file>', 'JSON: public key of each approver by name')
    .requiredOption('--key <file>', 'private key of the publisher: Ed25519, PEM')
    .action(async (draft: string, options: ReleaseOptions) => release(draft, options, shell));
  publish
    .command('check <folder>')
    .description(
      'check a published release as a stranger: signature, checksums, agreement of files',
    )
    .option('--key <file>', 'public key that you trust; the one beside the files when absent')
    .action(async (folder: string, options: { readonly key?: string }) => {
      const key = options.key === undefined ? undefined : await shell.read(options.key);
      const problems = checkRelease(await readFiles(resolve(folder)), key);
      const lines = problems.length === 0 ? ['everything holds'] : problems;
      shell.answer({ problems }, lines, problems.length === 0 ? EXIT.done : EXIT.fault);
    });
  publish
    .command('ledger [folder]')
    .description('what was published, with approvals and corrections; fails when a line is missing')
    .action(async (folder: string | undefined) => {
      const lines = await readLedger(resolve(folder ?? 'releases/open'));
      shell.answer(
        { releases: lines },
        lines.map(({ approvedBy, at, corrects, quarter, release: name }) => {
          const of =
            corrects === undefined ? '' : `  corrects ${corrects.release}: ${corrects.reason}`;
          return `${quarter}  ${name}  ${at}  approved by ${approvedBy.join(', ')}${of}`;
        }),
      );
    });
}

async function prepare(options: PrepareOptions, shell: Shell): Promise<void> {
  const { settleDays } = loadReleasePlan();
  const parity =
    options.parity === undefined ? {} : { parity: await readParity(options.parity, shell) };
  const about = subjectOf(options, Date.now(), settleDays);
  const facts = await openFacts(shell);
  try {
    shell.progress(`${about.quarter} is frozen and protected`);
    await facts.build();
    const { draft, release: made } = await prepareDraft(facts.readRows, foldersOf(options), {
      ...about,
      ...parity,
    });
    const withheld = made.figures.filter(({ state }) => state === 'withheld').length;
    const { losses } = made;
    shell.answer({ draft, release: made.release, figures: made.figures.length, withheld, losses }, [
      `${made.release}: ${made.figures.length} figures, ${withheld} withheld`,
      ...losses.map(({ cells, refused, shown, table }) =>
        refused === null ? `${table}: ${shown} of ${cells} cells shown` : `${table}: ${refused}`,
      ),
      `draft  ${draft}`,
    ]);
  } finally {
    await facts.close();
  }
}

async function readParity(file: string, shell: Shell): Promise<ParityFile> {
  try {
    return ParityFile.parse(JSON.parse(await shell.read(file)));
  } catch (cause) {
    if (cause instanceof ShieldError) throw cause;
    throw new ShieldError('config.invalid', { detail: `${file} is no parity file`, cause });
  }
}

async function release(draft: string, options: ReleaseOptions, shell: Shell): Promise<void> {
  const approvers = await readApprovers(options.approvers, shell);
  const line = await publishDraft(foldersOf(options), resolve(draft), {
    approvers,
    needed: loadReleasePlan().approvers,
    signed: signedWith(await shell.read(options.key)),
    now: Date.now(),
  });
  const folder = join(resolve(options.open), line.quarter, line.release);
  shell.answer({ ...line, folder }, [`${line.quarter} is published: ${folder}`]);
}

function foldersOf(options: { readonly open: string; readonly closed: string }): ReleaseFolders {
  return { open: resolve(options.open), closed: resolve(options.closed) };
}

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');
const OWN = '@hrd-shield';
const PARTS = ['package.json', 'tsconfig.json', 'packages', 'services', 'workflows', 'infra'];

/** The sources of an earlier commit in a folder of their own, with the installed dependencies. */
export interface OldBuild {
  readonly root: string;
  remove(): Promise<void>;
}

/** Whether the history of this checkout reaches back to a commit. */
export async function isInHistory(commit: string): Promise<boolean> {
  return run('git', ['-C', ROOT, 'cat-file', '-e', commit]).then(
    () => true,
    () => false,
  );
}

/** @param commit as git names it @throws when the history does not reach so far */
export async function checkOutOld(commit: string): Promise<OldBuild> {
  const root = await mkdtemp(join(tmpdir(), 'old-build-'));
  const archive = join(root, 'sources.tar');
  await run('git', ['-C', ROOT, 'archive', '--output', archive, commit, ...PARTS]);
  await run('tar', ['-xf', archive, '-C', root]);
  const modules = join(root, 'node_modules');
  await mkdir(join(modules, OWN), { recursive: true });
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (name !== OWN) await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  }
  // The workspaces lie where they lie here, so their links say the same.
  const own = join(ROOT, 'node_modules', OWN);
  for (const name of await readdir(own)) {
    await symlink(await readlink(join(own, name)), join(modules, OWN, name));
  }
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

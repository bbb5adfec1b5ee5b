import { statfs } from 'node:fs/promises';

/**
 * The embedded engine takes a write that the system refused for one that was done: it answers an
 * insert whose files are all empty, and every later read of the table fails (code 246; 26.7, seen in
 * its system calls). Nothing may be written on a disk that could be full, so the engine ends before
 * that, as a broker does. At its next start it puts such parts aside, and what nobody was told is
 * sent again.
 */
const ROOM_BYTES_MIN = 64 * 1024 * 1024;
const LOOK_MS = 100;

export interface DiskGuard {
  /** Before anything is answered that was written. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * Watches the disk under a folder, and calls `onFull` when it has too little room to write safely.
 * @param onFull must not return to whoever waits for an answer
 */
export function watchDisk(folder: string, onFull: (freeBytes: number) => void): DiskGuard {
  async function look(): Promise<void> {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < ROOM_BYTES_MIN) onFull(bavail * bsize);
  }
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  return { look, stop: () => clearInterval(timer) };
}

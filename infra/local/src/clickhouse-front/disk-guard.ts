import { statfs } from 'node:fs/promises';

/**
 * The embedded engine takes a write that the system refused for one that was done: it answers an
 * insert whose files are all empty, and every later read of the table fails (code 246; 26.7, seen in
 * its system calls). Nothing may be written on a disk that could be full, so the engine ends before
 * that, as a broker does. At its next start it puts such parts aside, and what nobody was told is
 * sent again.
 */
export const ROOM_BYTES_MIN = 64 * 1024 * 1024;
const LOOK_MS = 100;

export interface DiskGuardOptions {
  readonly folder: string;
  readonly roomBytesMin: number;
  /** Must not return to whoever waits for an answer. */
  readonly onFull: (freeBytes: number) => void;
}

export interface DiskGuard {
  /** Before anything is answered that was written. */
  look(): Promise<void>;
  stop(): void;
}

/** Watches the disk under a folder, and tells when it has too little room to write safely. */
export function watchDisk({ folder, onFull, roomBytesMin }: DiskGuardOptions): DiskGuard {
  async function look(): Promise<void> {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < roomBytesMin) onFull(bavail * bsize);
  }
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  return { look, stop: () => clearInterval(timer) };
}

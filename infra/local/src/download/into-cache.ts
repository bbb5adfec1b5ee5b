import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const HEARTBEAT_MS = 5_000;

/** One thing to have in the cache. */
export interface CacheEntry {
  /** The folder's name in the cache, with the version in it. */
  readonly name: string;
  /** What a reader sees while it downloads. */
  readonly title: string;
  /** Fills an empty folder; a folder that this leaves behind without a fault is complete. */
  fill(folder: string): Promise<void>;
}

/**
 * The folder of an entry, filled on first use. It appears in the cache in one step, so a run that
 * was broken off leaves nothing that looks complete.
 */
export async function intoCache(
  cacheDir: string,
  entry: CacheEntry,
  log: (line: string) => void,
): Promise<string> {
  const target = join(cacheDir, entry.name);
  if (existsSync(target)) return target;
  await mkdir(cacheDir, { recursive: true });
  const partial = await mkdtemp(join(cacheDir, 'partial-'));
  const startedAt = performance.now();
  const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(1);
  const heartbeat = setInterval(
    () => log(`  ${entry.title}: still working, ${seconds()} s`),
    HEARTBEAT_MS,
  );
  try {
    await entry.fill(partial);
    await rename(partial, target).catch((fault: unknown) => {
      // Another run was faster: its folder is as good as ours.
      if (!existsSync(target)) throw fault;
    });
    log(`  ${entry.title}: downloaded and verified in ${seconds()} s`);
    return target;
  } finally {
    clearInterval(heartbeat);
    await rm(partial, { recursive: true, force: true });
  }
}

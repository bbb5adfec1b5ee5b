import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { FIREHOSE_TOPICS, STREAM_TOPICS } from '@hrd-shield/contracts';

interface StoreFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Where platforms write accounts as they are. */
const PLATFORM_TOPICS = [...Object.values(FIREHOSE_TOPICS), ...Object.values(STREAM_TOPICS)];
/** Holes of the broker's indexes and sockets hold nothing. */
const PASSED_OVER = ['.index', '.timeindex', '.lock', '.s.PGSQL'];

/** Every file that the servers of a stack keep, beside the segments of platform topics. */
export async function* storeFiles(folder: string): AsyncGenerator<StoreFile> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (!entry.isFile() || PASSED_OVER.some((part) => name.includes(part))) continue;
    if (PLATFORM_TOPICS.some((topic) => name.includes(`${topic}-`))) continue;
    // Servers remove files while they are read.
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined) yield { name, bytes };
  }
}

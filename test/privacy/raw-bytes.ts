import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningStack } from '@hrd-shield/local-stack';
import pg from 'pg';

/** A file of a store as it lies on the disk. */
export interface RawFile {
  readonly store: string;
  readonly path: string;
  readonly bytes: Buffer;
}

/** Files that are only room held free are longer than anything that the test wrote. */
const FILE_BYTES_MAX = 512 * 1_048_576;

/** Every byte of the four stores. */
export async function rawFiles(stack: RunningStack): Promise<readonly RawFile[]> {
  const client = new pg.Client({ connectionString: stack.addresses.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ dir: string }>(
    `SELECT current_setting('data_directory') AS dir`,
  );
  await client.end();
  const files: RawFile[] = [];
  for (const entry of await readdir(stack.folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await collect(entry.name, join(stack.folder, entry.name), files);
  }
  await collect('postgres', rows[0]?.dir ?? '', files);
  return files;
}

async function collect(store: string, dir: string, into: RawFile[]): Promise<void> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // A server at work may take a file away meanwhile.
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined && bytes.length > 0 && bytes.length < FILE_BYTES_MAX) {
      into.push({ store, path, bytes });
    }
  }
}

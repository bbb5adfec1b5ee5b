import { readdir, readFile, stat } from 'node:fs/promises';
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

/** Every byte of the four stores, one file at a time: all of them together are gigabytes. */
export async function* rawFiles(stack: RunningStack): AsyncGenerator<RawFile> {
  const client = new pg.Client({ connectionString: stack.addresses.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ dir: string }>(
    `SELECT current_setting('data_directory') AS dir`,
  );
  await client.end();
  for (const entry of await readdir(stack.folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* filesOf(entry.name, join(stack.folder, entry.name));
  }
  yield* filesOf('postgres', rows[0]?.dir ?? '');
}

async function* filesOf(store: string, dir: string): AsyncGenerator<RawFile> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // A server at work may take a file away meanwhile.
    const { size } = await stat(path).catch(() => ({ size: 0 }));
    if (size === 0 || size >= FILE_BYTES_MAX) continue;
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined) yield { store, path, bytes };
  }
}

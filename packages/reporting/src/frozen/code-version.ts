import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The code that turns rows into figures; nothing else moves a digit. */
const FOLDERS = ['packages/domain/src/benchmarks', 'packages/reporting/src'];
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Names the code that computes by its bytes: `sha256:` and hex. Tests do not count. */
export async function readCodeVersion(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of FOLDERS) {
    const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
    const files = entries
      .filter(
        (entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.test\.ts$/.test(entry.name),
      )
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
      .sort();
    for (const file of files) {
      hash
        .update(file)
        .update('\n')
        .update(await readFile(join(ROOT, file)))
        .update('\n');
    }
  }
  return `sha256:${hash.digest('hex')}`;
}

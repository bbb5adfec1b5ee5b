import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SectionContext } from '../section.ts';

/** Characters of the policy hash that tell policies apart in a file name. */
const HASH_CHARS = 16;

/**
 * What was computed before under the same code and policy, or what is computed now and kept: a run
 * that was broken off goes on where it was. `Value` is plain JSON.
 */
export async function keepResult<Value>(
  context: SectionContext,
  name: string,
  compute: () => Promise<Value>,
): Promise<Value> {
  const { cacheFolder, codeHash, policyHash } = context;
  const folder = join(cacheFolder, 'real', `${codeHash}-${policyHash.slice(0, HASH_CHARS)}`);
  const path = join(folder, `${name}.json`);
  if (existsSync(path)) return JSON.parse(await readFile(path, 'utf8')) as Value;
  const value = await compute();
  await mkdir(folder, { recursive: true });
  await writeFile(`${path}.partial`, JSON.stringify(value));
  await rename(`${path}.partial`, path);
  return value;
}

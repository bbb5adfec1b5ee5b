import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { InvariantEntry } from '../suite.ts';
import type { Truth } from './books.ts';
import type { Places } from './places.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

/**
 * Runs the ledger in a process of its own.
 * @param only beginning of the name of one invariant; all of them when absent
 * @throws RangeError when it cannot read the books
 */
export async function askLedger(
  places: Places,
  truth: Truth,
  only?: string,
): Promise<readonly InvariantEntry[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    errors += bytes.toString();
  });
  child.stdin.end(JSON.stringify({ places, truth, only }));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (code !== 0) throw new RangeError(`the ledger cannot read the books:\n${errors}`);
  return JSON.parse(output) as readonly InvariantEntry[];
}

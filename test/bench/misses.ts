import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ShieldError } from '@hrd-shield/contracts';
import type { Say } from './firehose.ts';

/** Growth of the young generation while records pass that concern nobody designated. */
export interface MissFigures {
  readonly events: number;
  /** Decoded in place, checksum and hand-over to the client included. */
  readonly inPlace: MissCost;
  /** Screening of records that the stock decoder made, without what it made. */
  readonly stock: MissCost;
}

export interface MissCost {
  /** What one more record adds, bytes. */
  readonly missBytes: number;
  /** What a batch costs whatever it holds. */
  readonly batchBytes: number;
  /** Both together over a million records, in batches of a thousand. */
  readonly recordBytes: number;
}

/** @source issue 8, goal P5 */
export const MISS_BYTES_GOAL = 1;

const MAIN = fileURLToPath(new URL('./misses.main.ts', import.meta.url));
/** Young memory that a million misses cannot fill, so that growth is seen and not collected. */
const YOUNG_MB = 256;

/** A million misses in a process of their own. @throws ShieldError when it ends badly */
export async function benchMisses(say: Say): Promise<MissFigures> {
  const figures = await run();
  for (const [name, cost] of [
    ['in place', figures.inPlace],
    ['stock decoder', figures.stock],
  ] as const) {
    const batch = `its batch ${Math.round(cost.batchBytes)}`;
    const all = `${cost.recordBytes.toFixed(2)} a record in batches of a thousand`;
    say(
      `${name}: a miss makes ${cost.missBytes.toFixed(3)} bytes (goal ${MISS_BYTES_GOAL}), ${batch}; ${all}`,
    );
  }
  return figures;
}

function run(): Promise<MissFigures> {
  return new Promise((resolve, reject) => {
    const young = `--max-semi-space-size=${YOUNG_MB}`;
    const args = [
      young,
      `--min-semi-space-size=${YOUNG_MB}`,
      '--expose-gc',
      '--import',
      'tsx',
      MAIN,
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (bytes: Buffer) => {
      printed += bytes.toString('utf8');
    });
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed) as MissFigures);
      else reject(new ShieldError('input.bad-file', { detail: `the misses ended with ${code}` }));
    });
  });
}

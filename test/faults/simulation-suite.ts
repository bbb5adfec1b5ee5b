import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SimResult } from '../simulation/run-simulation.ts';
import type { FaultEntry, FaultSuite } from './suite.ts';

const RUNS = { short: 1_000, long: 20_000 };
const WORKER = fileURLToPath(new URL('../simulation/run-seeds.main.ts', import.meta.url));
const SAY_EVERY = 500;
/** Seeds of one day do not meet those of the next. */
const SEED_STRIDE = 100_000;

/** Thousands of runs without servers: order, time and every fault are drawn by a seed. */
export const simulationSuite: FaultSuite = {
  name: 'simulation',
  says: 'ingest, detect, respond and a platform in virtual time, with seeded faults at each port',
  run: async ({ long, say, seed }) => {
    const runs = long ? RUNS.long : RUNS.short;
    const workers = availableParallelism();
    const each = Math.ceil(runs / workers);
    const first = (seed % 40_000) * SEED_STRIDE;
    const begunAt = performance.now();
    const results: SimResult[] = [];
    await Promise.all(
      Array.from({ length: workers }, (_, index) =>
        runSeeds(first + index * each, each, (result) => {
          results.push(result);
          if (results.length % SAY_EVERY === 0) say(`  ${results.length} runs`);
        }),
      ),
    );
    const tookMs = performance.now() - begunAt;
    const sum = (of: keyof SimResult['counts']): number =>
      results.reduce((total, { counts }) => total + counts[of], 0);
    const faults = results.flatMap((result): FaultEntry[] =>
      result.violations.map((detail) => {
        return {
          fault: 'seeded',
          step: `seed ${result.seed}`,
          seed: result.seed,
          ok: false,
          recoveryMs: null,
          detail,
        };
      }),
    );
    return {
      faults,
      invariants: [
        {
          invariant: 'simulation',
          says: 'nothing is lost, doubled or left on, whatever fails and in what order',
          ok: faults.length === 0 && sum('signals') > results.length,
          checked: results.length,
          violations: faults.slice(0, 10).map(({ detail, step }) => `${step}: ${detail}`),
        },
      ],
      figures: {
        runs: results.length,
        runsPerMinute: Math.round((results.length / tookMs) * 60_000),
        crashes: sum('crashes'),
        signals: sum('signals'),
        commands: sum('commands'),
      },
    };
  },
};

/** @throws when the child ends with anything but success */
async function runSeeds(
  from: number,
  count: number,
  onResult: (result: SimResult) => void,
): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', WORKER, '--from', String(from), '--count', String(count)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) onResult(JSON.parse(line));
  const code = await ended;
  if (code !== 0) throw new Error(`the runs from seed ${from} ended with code ${code}`);
}

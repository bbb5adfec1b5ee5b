#!/usr/bin/env -S npx tsx
import { parseArgs } from 'node:util';
import { gatherFlow } from './flow/flow-crew.ts';
import { FLOW_STRIKES } from './flow/flow-strikes.ts';
import { createLoad } from './flow/load.ts';
import { lookAtBooks } from './flow/look-at-books.ts';
import { playStrike } from './flow/play-strike.ts';
import { createRandom } from './random.ts';
import { endAfter, report } from './report.ts';
import { rollOf } from './roll.ts';
import type { FaultEntry, SuiteResult, SuiteRun } from './suite.ts';

const MINUTES_MAX = 24 * 60;
/** Healing, draining and the ledger come after the last fault, minutes. */
const GRACE_MINUTES = 15;
/** No fault with its recovery is over sooner. */
const STRIKES_PER_MINUTE = 8;
const EVENTS_PER_STRIKE = 150;
const SEED_MAX = 0xffff_ffff;
/** Faults of a second: processes, group members, bytes, copies, order. */
const DRAWN = [
  'F1 broker-killed',
  'F3',
  'F4',
  'F5 rebalance',
  'F7 poison',
  'F8',
  'F9',
  'F11',
  'F12',
  'F13',
  'F20',
];

const HELP = `npm run soak -- [options]

Plays a town under attack on servers of its own for so long, with a fault drawn by the seed in each
stretch, and has the ledger read all books at the end. Books in which it finds anything wrong are kept
in out/faults.

  --minutes <n>   how long faults are drawn (default 30)
  --seed <n>      repeats a run; without it the seed is new and printed
  --json          end with one JSON line
  --help          print this
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function soak(minutes: number, seed: number): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  say(`seed ${seed}, ${minutes} minutes`);
  const limit = endAfter(minutes + GRACE_MINUTES, () =>
    say(`FAIL not over in time (seed ${seed})`),
  );
  const run: SuiteRun = {
    seed,
    random: createRandom(seed),
    long: false,
    wanted: [],
    share: 1,
    rounds: 1,
    say,
  };
  const result = await play(minutes, run);
  const isOk = report(result, seed, say);
  clearTimeout(limit);
  say(isOk ? '\nall held' : `\nFAIL; repeat with --seed ${seed}`);
  const suites = { soak: result };
  if (values.json)
    process.stdout.write(`${JSON.stringify({ ok: isOk, seed, roll: rollOf(suites), suites })}\n`);
  process.exit(isOk ? 0 : 1);
}

async function play(minutes: number, run: SuiteRun): Promise<SuiteResult> {
  const strikes = FLOW_STRIKES.filter(({ name }) => DRAWN.some((one) => name.startsWith(one)));
  const most = Math.ceil(minutes * STRIKES_PER_MINUTE);
  const crew = await gatherFlow(run, createLoad(run.random, most, most * EVENTS_PER_STRIKE));
  try {
    const endsAt = performance.now() + minutes * 60_000;
    const faults: FaultEntry[] = [];
    while (performance.now() < endsAt && faults.length < most) {
      const strike = strikes[run.random.between(0, strikes.length - 1)];
      if (strike !== undefined) faults.push(await playStrike(strike, faults.length, { crew, run }));
    }
    return {
      faults,
      invariants: await lookAtBooks(crew),
      figures: { minutes, ...Object.fromEntries(crew.figures) },
    };
  } finally {
    await crew.stop();
  }
}

const minutes = Number(values.minutes);
const seed = values.seed === undefined ? Date.now() % SEED_MAX : Number(values.seed);
if (values.help) process.stdout.write(HELP);
else if (!(minutes > 0 && minutes <= MINUTES_MAX) || !Number.isInteger(seed)) {
  process.stderr.write(`--minutes takes 1 to ${MINUTES_MAX}, --seed a whole number\n`);
  process.exitCode = 2;
} else await soak(minutes, seed);

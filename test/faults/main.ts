#!/usr/bin/env -S npx tsx
import { parseArgs } from 'node:util';
import { flowSuite } from './flow/flow-suite.ts';
import { pillRateSuite } from './flow/pill-rate.ts';
import { createRandom } from './random.ts';
import { endAfter, report } from './report.ts';
import { mannersSuite } from './response/manners-suite.ts';
import { responseSuite } from './response/matrix.ts';
import { signalsOnOneSuite } from './response/signals-on-one.ts';
import { stormSuite } from './response/storm.ts';
import { linesOfMissing, rollOf } from './roll.ts';
import { simulationSuite } from './simulation-suite.ts';
import type { FaultSuite, SuiteResult } from './suite.ts';

/** In the order of a full run. */
const SUITES: readonly FaultSuite[] = [
  simulationSuite,
  flowSuite,
  pillRateSuite,
  responseSuite,
  mannersSuite,
  stormSuite,
  signalsOnOneSuite,
];
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  response: ['response', 'manners', 'storm'],
};
const NAMES = [...new Set([...Object.keys(GROUPS), ...SUITES.map(({ name }) => name)])];
const SEED_MAX = 0xffff_ffff;
const ROUNDS = { short: 1, long: 3 };
/** For one suite. */
const MINUTES_MAX = { short: 25, long: 120 };

const HELP = `npm run test:faults -- [options]

Crashes processes and servers of its own at named steps, heals them, and has a program that shares
no code with the path read the books: topics, workflows, tables, and what the platform did.

${SUITES.map(({ name, says }) => `  ${name.padEnd(12)} ${says}`).join('\n')}

  --only <name>   one of: ${NAMES.join(', ')}
  --faults <f,f>  of the suite flow: only faults whose names begin so, such as F1,F14
  --share <n>     of the suite flow: one of n parts of the faults, drawn by the seed
  --rounds <n>    of the suite flow: so often each fault (1, with --long 3)
  --long          every fault at every step, several times
  --seed <n>      repeats a run; without it the seed is new and printed
  --json          end with one JSON line: its "roll" has one entry for each fault and invariant
  --help          print this
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    long: { type: 'boolean', default: false },
    faults: { type: 'string', default: '' },
    share: { type: 'string', default: '1' },
    rounds: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function runAll(only: string | undefined): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const seed = values.seed === undefined ? Date.now() % SEED_MAX : Number(values.seed);
  say(`seed ${seed}${values.long ? ', long' : ''}`);
  const wanted = only === undefined ? undefined : (GROUPS[only] ?? [only]);
  const suites: Record<string, SuiteResult> = {};
  const share = Number(values.share);
  const rounds = Number(values.rounds ?? (values.long ? ROUNDS.long : ROUNDS.short));
  let isOk = Number.isInteger(seed) && [share, rounds].every((n) => Number.isInteger(n) && n > 0);
  for (const suite of SUITES) {
    if (wanted !== undefined && !wanted.includes(suite.name)) continue;
    say(`\n${suite.name}: ${suite.says}`);
    const limit = endAfter(values.long ? MINUTES_MAX.long : MINUTES_MAX.short, () =>
      say(`FAIL ${suite.name} is not over in its time (seed ${seed})`),
    );
    try {
      const random = createRandom(seed);
      const faults = values.faults.split(',').filter((name) => name !== '');
      const { long } = values;
      const result = await suite.run({ seed, random, long, wanted: faults, share, rounds, say });
      suites[suite.name] = result;
      isOk = report(result, seed, say) && isOk;
    } catch (error) {
      isOk = false;
      say(`FAIL ${suite.name} (seed ${seed}): ${error instanceof Error ? error.stack : error}`);
    }
    clearTimeout(limit);
  }
  const roll = rollOf(suites);
  for (const line of linesOfMissing(roll)) say(line);
  say(isOk ? '\nall held' : `\nFAIL; repeat with --seed ${seed}`);
  if (values.json) process.stdout.write(`${JSON.stringify({ ok: isOk, seed, roll, suites })}\n`);
  process.exit(isOk ? 0 : 1);
}

if (values.help) process.stdout.write(HELP);
else if (values.only !== undefined && !NAMES.includes(values.only)) {
  process.stderr.write(`--only takes one of ${NAMES.join(', ')}\n`);
  process.exitCode = 2;
} else await runAll(values.only);

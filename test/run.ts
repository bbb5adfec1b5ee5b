import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { addressEnvironment, type ChosenBackend, chooseBackend } from '@hrd-shield/local-stack';
import { countCheck, runCheck, stepLine } from './check/run-check.ts';
import { runProject, type TestCount } from './check/vitest-report.ts';
import { FAULT_TIER, runFaultTier } from './fault-tier.ts';
import { TIERS, type Tier } from './tiers.ts';

const TIER_NAMES = ['check', ...TIERS.map(({ project }) => project), FAULT_TIER.name];

const HELP = `Usage: npm test [-- --only ${TIER_NAMES.join(' | ')}]

Runs the check, every tier of tests on real servers (given addresses, containers or the local stack,
whichever is there; what is missing is installed, with a line that says so) and the faults that are
short enough. The last line counts them all.

  --only NAME   one part alone
  --help        print this`;

/** @source the promise to contributors: a full run ends within 45 minutes on two cores */
const RUN_MS_MAX = 43 * 60_000;

/** What a part of the run adds to its end. */
type PartCount = Pick<TestCount, 'passed' | 'failed' | 'failures'>;

const root = resolve(import.meta.dirname, '..');

const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });

if (values.help === true) console.log(HELP);
else if (values.only !== undefined && !TIER_NAMES.includes(values.only)) {
  console.log(`there is no part '${values.only}': ${TIER_NAMES.join(', ')}`);
  process.exitCode = 2;
} else await runAll(values.only);

async function runAll(only: string | undefined): Promise<void> {
  const endsAt = performance.now() + RUN_MS_MAX;
  const wants = (name: string) => only === undefined || only === name;
  const tiers = TIERS.filter(({ project }) => wants(project));
  const counts: PartCount[] = [];

  const backend = tiers.some(({ project }) => project === 'integration')
    ? startBackend()
    : undefined;
  if (wants('check')) counts.push(await check());
  const chosen = await backend;
  if (backend !== undefined && chosen === undefined) {
    counts.push({ passed: 0, failed: 1, failures: ['there were no servers to test on'] });
  }
  for (const tier of tiers) {
    if (tier.project === 'integration' && chosen === undefined) continue;
    if (tier.needsLocalStack && chosen !== undefined && chosen.backend !== 'local') {
      console.log(`\n${tier.project}: left out, since the backend is ${chosen.backend}`);
      continue;
    }
    counts.push(await runTier(tier, chosen, endsAt - performance.now()));
  }
  await chosen?.stop();
  // It brings servers of its own, to kill them.
  if (wants(FAULT_TIER.name)) counts.push(await faults(endsAt - performance.now()));

  const failures = counts.flatMap((count) => count.failures);
  if (failures.length > 0) console.log(`\nWhat failed:\n${failures.join('\n')}`);
  const sum = (key: 'passed' | 'failed') => counts.reduce((total, count) => total + count[key], 0);
  process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}

/** The servers of the run; undefined, with the reason printed, where they cannot be had. */
async function startBackend(): Promise<ChosenBackend | undefined> {
  try {
    return await chooseBackend(process.env, {
      needsTimeSkipping: true,
      log: (line) => console.log(line),
    });
  } catch (error) {
    console.log(`No servers to test on: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

async function check(): Promise<PartCount> {
  const { steps } = await runCheck(root, (step) => console.log(stepLine(step)));
  for (const step of steps.filter(({ ok }) => !ok)) {
    console.log(`\n--- ${step.name} ---\n${step.details}\n`);
  }
  const failures = steps.filter(({ ok }) => !ok).map(({ name, summary }) => `${name}: ${summary}`);
  return { ...countCheck(steps), failures };
}

async function faults(leftMs: number): Promise<TestCount> {
  console.log(`\n${FAULT_TIER.name}: ${FAULT_TIER.says}`);
  const started = performance.now();
  const run = await runFaultTier({ root, timeoutMs: Math.max(1, Math.round(leftMs)) });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${FAULT_TIER.name}: ${run.passed} passed, ${run.failed} failed in ${seconds} s`);
  return run;
}

async function runTier(
  tier: Tier,
  chosen: ChosenBackend | undefined,
  timeoutMs: number,
): Promise<TestCount> {
  console.log(`\n${tier.project}: ${tier.says}`);
  const env = tier.project === 'integration' && chosen ? addressEnvironment(chosen.addresses) : {};
  const started = performance.now();
  const run = await runProject(tier.project, {
    root,
    timeoutMs: Math.max(1, Math.round(timeoutMs)),
    echo: true,
    env,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const skipped = run.skipped > 0 ? `, ${run.skipped} skipped` : '';
  console.log(
    `${tier.project}: ${run.passed} passed, ${run.failed} failed${skipped} in ${seconds} s`,
  );
  return run;
}

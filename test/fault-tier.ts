import { runCommand } from './check/command.ts';
import type { TestCount } from './check/vitest-report.ts';
import type { SuiteResult } from './faults/suite.ts';

/** The tier that is no vitest project: processes are killed under a ledger that reads the books. */
export const FAULT_TIER = {
  name: 'faults',
  says: 'kills at every step of a case and along the flow, a storm; a new seed each time',
};

/** What a full run plays; the rest is run by hand: docs/fault-tests.md. */
const GROUPS: readonly (readonly string[])[] = [
  ['--only', 'response'],
  ['--only', 'flow', '--share', '5'],
];

/** A hung group ends with a word of what it was, ms. */
const GROUP_MS_MAX = 8 * 60_000;

interface FaultReport {
  readonly suites: Readonly<Record<string, SuiteResult>>;
  readonly ok: boolean;
}

/** Plays the groups one after the other and counts each fault and each invariant as a test. */
export async function runFaultTier(options: {
  readonly root: string;
  readonly timeoutMs: number;
}): Promise<TestCount> {
  const counts: TestCount[] = [];
  for (const group of GROUPS) {
    const args = ['--import', 'tsx', 'test/faults/main.ts', ...group, '--json'];
    const { code, output } = await runCommand(process.execPath, args, {
      cwd: options.root,
      timeoutMs: Math.min(options.timeoutMs, GROUP_MS_MAX),
      echo: true,
    });
    counts.push(countFaults(output, code));
  }
  const sum = (key: Exclude<keyof TestCount, 'failures'>) =>
    counts.reduce((total, count) => total + count[key], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    files: sum('files'),
    failures: counts.flatMap(({ failures }) => failures),
  };
}

/** A run that ended without its last line, or badly although everything held, is one failure. */
export function countFaults(output: string, code: number): TestCount {
  const report = reportIn(output);
  if (report === undefined) {
    const failures = [`the run left no report, exit code ${code}`];
    return { passed: 0, failed: 1, skipped: 0, files: 0, failures };
  }
  const all = Object.values(report.suites).flatMap(({ faults, invariants }) => [
    ...faults.map(({ ok, fault, step, seed }) => ({
      ok,
      name: `${fault} at ${step}, seed ${seed}`,
    })),
    ...invariants.map(({ ok, invariant, violations }) => ({
      ok,
      name: `${invariant}: ${violations[0] ?? 'nothing to look at'}`,
    })),
  ]);
  const broken = all.filter(({ ok }) => !ok).map(({ name }) => name);
  const failures =
    broken.length === 0 && (code !== 0 || !report.ok)
      ? [`all held, and the run ended badly, exit code ${code}`]
      : broken;
  return {
    passed: all.length - broken.length,
    failed: failures.length,
    skipped: 0,
    files: Object.keys(report.suites).length,
    failures,
  };
}

function reportIn(output: string): FaultReport | undefined {
  const last = output.split('\n').findLast((line) => line.startsWith('{"ok":'));
  try {
    return last === undefined ? undefined : (JSON.parse(last) as FaultReport);
  } catch {
    return undefined;
  }
}

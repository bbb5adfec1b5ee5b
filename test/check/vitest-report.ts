import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';

/** Of a run that crashed: enough for the fault that the runtime printed and its native stack. */
const LAST_LINES = 40;

/** The parts of vitest's JSON report that are counted. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly files: number;
  /** One line for each failure: which, and the first line of why. */
  readonly failures: readonly string[];
}

/**
 * Counts a run. A file that fails beside its tests (it did not load, a hook broke, its process
 * ended) counts as one failure more, and so does a run that left no report.
 */
export function countTests(report: VitestReport | undefined): TestCount {
  if (report === undefined) {
    return { passed: 0, failed: 1, skipped: 0, files: 0, failures: ['the run left no report'] };
  }
  let [passed, skipped] = [0, 0];
  const failures: string[] = [];
  for (const file of report.testResults) {
    const of = (status: string) =>
      file.assertionResults.filter((result) => result.status === status);
    const [broken, left] = [of('failed'), of('pending')];
    passed += of('passed').length;
    skipped += file.assertionResults.length - of('passed').length - broken.length - left.length;
    for (const { fullName, failureMessages = [] } of broken) {
      failures.push(failureLine(`${file.name}: ${fullName}`, failureMessages[0]));
    }
    if (isCutShort(file)) {
      failures.push(`${file.name}: ended before ${left.length || 'any'} of its tests had`);
    } else if (file.status === 'failed' && (broken.length === 0 || file.message !== '')) {
      failures.push(failureLine(file.name, file.message));
    }
  }
  const { length: failed } = failures;
  return { passed, failed, skipped, files: report.testResults.length, failures };
}

/**
 * Whether the process of a file ended before its tests did. The report then calls the file passed,
 * its tests pending, or names none; tests that were left out on purpose are `skipped` or `todo`.
 */
function isCutShort({ assertionResults, status }: VitestReport['testResults'][number]): boolean {
  if (assertionResults.length === 0) return status !== 'failed';
  return assertionResults.some((result) => result.status === 'pending');
}

function failureLine(what: string, why = ''): string {
  return [what, why.split('\n', 1)[0]].filter(Boolean).join(': ');
}

export interface ProjectRun extends TestCount {
  readonly output: string;
}

/** Runs one vitest project and counts its tests. */
export async function runProject(
  project: string,
  options: {
    readonly root: string;
    readonly timeoutMs: number;
    readonly echo?: boolean;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<ProjectRun> {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-'));
  const file = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters];
  const { code, output } = await runCommand(process.execPath, args, {
    cwd: options.root,
    timeoutMs: options.timeoutMs,
    echo: options.echo ?? false,
    env: options.env ?? {},
  });
  const report = readReport(file);
  rmSync(folder, { recursive: true, force: true });
  const count = countTests(report);
  const isWhole = report?.testResults.some(isCutShort) === false;
  if (isWhole && count.files > 0 && (count.failed > 0 || code === 0)) return { ...count, output };
  // A run or a file that crashed, or unhandled errors beside tests that all passed: what it said
  // last tells.
  const named = count.failures.length > 0 ? count.failures : ['not every error was handled'];
  const failures = [...named, `exit code ${code}`, ...lastLines(output)];
  return { ...count, failed: named.length, failures, output };
}

function lastLines(output: string): readonly string[] {
  return output
    .trimEnd()
    .split('\n')
    .slice(-LAST_LINES)
    .map((line) => `  ${line}`);
}

function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    return undefined;
  }
}

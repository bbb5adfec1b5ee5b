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
 * Counts a run. A file that fails without a failed test (it did not load, a hook broke) counts as
 * one failure, and so does a run that left no report.
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
    const broken = of('failed');
    passed += of('passed').length;
    skipped += file.assertionResults.length - of('passed').length - broken.length;
    for (const { fullName, failureMessages = [] } of broken) {
      failures.push(failureLine(`${file.name}: ${fullName}`, failureMessages[0]));
    }
    if (broken.length === 0 && file.status === 'failed') {
      failures.push(failureLine(file.name, file.message));
    }
  }
  const { length: failed } = failures;
  return { passed, failed, skipped, files: report.testResults.length, failures };
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
  const count = countTests(readReport(file));
  rmSync(folder, { recursive: true, force: true });
  if (count.files > 0 && (count.failed > 0 || code === 0)) return { ...count, output };
  // A run that crashed, or unhandled errors beside tests that all passed: what it said last tells.
  const failures = [`${count.failures[0] ?? 'not every error was handled'}, exit code ${code}`];
  return { ...count, failed: 1, failures: [...failures, ...lastLines(output)], output };
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

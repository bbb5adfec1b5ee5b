import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';

/** The parts of vitest's JSON report that are counted. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly files: number;
}

/**
 * Counts a run. A file that fails without a failed test (it did not load, a hook broke) counts as
 * one failure, and so does a run that left no report.
 */
export function countTests(report: VitestReport | undefined): TestCount {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0, files: 0 };
  let [passed, failed, skipped] = [0, 0, 0];
  for (const file of report.testResults) {
    const of = (status: string) =>
      file.assertionResults.filter((result) => result.status === status).length;
    const broken = of('failed');
    passed += of('passed');
    failed += broken > 0 ? broken : Number(file.status === 'failed');
    skipped += file.assertionResults.length - of('passed') - broken;
  }
  return { passed, failed, skipped, files: report.testResults.length };
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
  // Unhandled errors fail a run whose tests all passed.
  const failed = count.failed === 0 && code !== 0 ? 1 : count.failed;
  return { ...count, failed, output };
}

function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    return undefined;
  }
}

import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOMS = ['packages', 'services', 'workflows', 'infra', 'test'] as const;

const OUTPUT_BYTES_MAX = 256 * 1_048_576;
const TIMEOUT_MS = 60_000;

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export interface Cruise {
  /** Source files that the tool looked at, relative to the tree. */
  readonly modules: ReadonlySet<string>;
  readonly dependencies: number;
  readonly violations: readonly Violation[];
}

interface CruiserReport {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly unknown[];
  }[];
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

/**
 * Follows every import of a tree and judges it by `.dependency-cruiser.cjs`.
 * @param tree folder that holds the rooms
 * @param repository folder that holds the rules and the tool
 */
export async function cruise(tree: string, repository: string): Promise<Cruise> {
  const report = JSON.parse(await runCruiser(tree, repository)) as CruiserReport;
  const own = report.modules.filter(({ source }) => !source.includes('node_modules/'));
  return {
    modules: new Set(own.map(({ source }) => source)),
    dependencies: own.reduce((sum, { dependencies }) => sum + dependencies.length, 0),
    violations: report.summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to,
    })),
  };
}

function runCruiser(tree: string, repository: string): Promise<string> {
  const bin = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const rules = join(repository, '.dependency-cruiser.cjs');
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [bin, '--config', rules, '--output-type', 'json', ...ROOMS],
      { cwd: tree, maxBuffer: OUTPUT_BYTES_MAX, timeout: TIMEOUT_MS },
      (error, stdout, stderr) => {
        // Violations end in a non-zero code; only an unreadable report is a failure of the tool.
        if (stdout.startsWith('{')) resolve(stdout);
        else reject(new TypeError(`the boundary tool gave no report: ${stderr}`, { cause: error }));
      },
    );
  });
}

/** Every TypeScript file of the rooms: what the tool must have looked at. */
export function sourceFiles(tree: string): readonly string[] {
  return ROOMS.flatMap((room) => walk(join(tree, room)))
    .map((path) => relative(tree, path))
    .sort();
}

function walk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

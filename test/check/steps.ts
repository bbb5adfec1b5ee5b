import { cruise, sourceFiles } from '../boundaries/cruise.ts';
import { looseRooms } from '../tidy/documented-exports.ts';
import { readTree } from '../tidy/read-tree.ts';
import { tidy } from '../tidy/rules.ts';
import { runCommand } from './command.ts';
import { readLicences } from './licences.ts';
import type { Finding, Step } from './step.ts';
import { runProject } from './vitest-report.ts';

const STEP_TIMEOUT_MS = 300_000;
const NODE = process.execPath;

/** A tool that says by its exit code whether all is well. */
function tool(name: string, root: string, args: readonly string[]): Step {
  return {
    name,
    look: async () => {
      const { code, output } = await runCommand(NODE, args, {
        cwd: root,
        timeoutMs: STEP_TIMEOUT_MS,
      });
      const last = output.split('\n').findLast((line) => line.trim() !== '') ?? '';
      if (code === 0) return { ok: true, summary: last.slice(0, 100), details: '' };
      return { ok: false, summary: `exit code ${code}`, details: output };
    },
  };
}

/**
 * The boundary tool stays silent on files that it cannot read, so every source file must be among
 * the modules that it looked at.
 */
async function lookAtBoundaries(root: string): Promise<Finding> {
  const files = sourceFiles(root);
  const seen = await cruise(root, root);
  const unseen = files.filter((file) => !seen.modules.has(file));
  const details = [
    ...seen.violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`),
    ...unseen.map((file) => `not looked at: ${file}`),
    ...(seen.dependencies === 0 ? ['no imports were followed'] : []),
  ];
  const summary = `${seen.modules.size} modules, ${seen.dependencies} imports, ${details.length} violations`;
  return { ok: details.length === 0, summary, details: details.join('\n') };
}

async function lookAtHouseRules(root: string): Promise<Finding> {
  const files = readTree(root);
  const findings = tidy(files);
  const details = findings.map(({ rule, path, line, says }) => `${path}:${line} ${rule}: ${says}`);
  const loose = looseRooms(files).map((room) => `, UNDOCUMENTED can be lowered: ${room}`);
  const ok = findings.length === 0 && files.length > 0;
  return {
    ok,
    summary: `${files.length} files, ${findings.length} findings${loose.join('')}`,
    details: details.join('\n'),
  };
}

async function lookAtLicences(root: string): Promise<Finding> {
  const { findings, looked } = readLicences(root);
  const details = findings.map(({ licence, path, says }) => `${path}: ${licence}, ${says}`);
  const ok = findings.length === 0 && looked > 0;
  return {
    ok,
    summary: `${looked} packages, ${findings.length} findings`,
    details: details.join('\n'),
  };
}

async function runUnitTests(root: string): Promise<Finding> {
  const run = await runProject('unit', { root, timeoutMs: STEP_TIMEOUT_MS });
  const { passed, failed, files } = run;
  const ok = failed === 0 && passed > 0;
  return {
    ok,
    summary: `${passed} passed, ${failed} failed in ${files} files`,
    details: ok ? '' : run.output,
    tests: { passed, failed },
  };
}

/** Every step of the check, longest first, so that two cores end together. */
export function checkSteps(root: string): readonly Step[] {
  return [
    { name: 'unit tests', look: () => runUnitTests(root) },
    { name: 'boundaries', look: () => lookAtBoundaries(root) },
    tool('dead code', root, ['node_modules/knip/bin/knip.js', '--no-progress']),
    tool('docs drift', root, ['node_modules/tsx/dist/cli.mjs', 'test/docs/main.ts', '--check']),
    tool('types', root, ['node_modules/typescript/bin/tsc', '-p', '.']),
    tool('format and lint', root, ['node_modules/@biomejs/biome/bin/biome', 'check', '.']),
    { name: 'licences', look: () => lookAtLicences(root) },
    { name: 'house rules', look: () => lookAtHouseRules(root) },
  ];
}

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HELP = `npm run verify:privacy -- [--json]

Runs the walks of privacy on real servers: a planted identity looked for in every store, log, trace
and metric; erasure against somebody with all bytes and keys; linkage; withdrawal without the
registry; rotation of look-up and payload keys; rights of actors; a probe that guesses who is designated;
hostile records on every topic; a restored backup; the audit chain; keys of processes; who may
open payloads; and every route of the desk by role and purpose. Ends with one JSON line of counts.
Exit codes: 0 every walk held; 1 one did not.
`;

/** Files of the walks; each writes what it counted. */
const WALKS: Readonly<Record<string, readonly string[]>> = {
  canary: ['test/chapters/09-nobody-is-named.int.test.ts'],
  erasure: ['test/privacy/erasure.int.test.ts', 'test/privacy/restore.int.test.ts'],
  rotation: [
    'test/privacy/rotation.int.test.ts',
    'test/privacy/payload-rotation.int.test.ts',
    'test/privacy/kms.int.test.ts',
  ],
  authorisation: ['test/desk/access-walk.int.test.ts', 'services/codec/src/codec.int.test.ts'],
  actors: ['test/privacy/actors.int.test.ts', 'test/desk/actor-rights.int.test.ts'],
  probe: ['test/privacy/probe.int.test.ts', 'test/privacy/probe-desk.int.test.ts'],
  fuzzing: ['test/privacy/fuzz-topics.int.test.ts'],
  audit: ['test/privacy/audit-verify.int.test.ts', 'packages/postgres/src/audit-log.int.test.ts'],
};

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly success: boolean;
}

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const dir = await mkdtemp(join(tmpdir(), 'verify-privacy-'));
  const countsFile = join(dir, 'counts.ndjson');
  const walks: Record<string, object> = {};
  let holds = true;
  for (const [walk, files] of Object.entries(WALKS)) {
    process.stderr.write(`${walk} ...\n`);
    const report = await runFiles(files, { dir, countsFile });
    holds &&= report?.success === true && report.numPendingTests === 0;
    walks[walk] = { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? -1 };
  }
  const counts = await countsOf(countsFile);
  await rm(dir, { recursive: true, force: true });
  const line = { ok: holds, walks, counts };
  if (!argv.includes('--json')) {
    for (const [walk, result] of Object.entries(walks)) {
      process.stdout.write(`${walk.padEnd(14)} ${JSON.stringify(result)}\n`);
    }
  }
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return holds ? 0 : 1;
}

async function runFiles(
  files: readonly string[],
  to: { readonly dir: string; readonly countsFile: string },
): Promise<Report | undefined> {
  const out = join(to.dir, 'report.json');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${out}`];
  const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--project', 'integration', ...reporters, ...files];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, PRIVACY_COUNTS: to.countsFile },
    stdio: ['ignore', process.stderr, process.stderr],
  });
  await new Promise((resolve) => child.once('exit', resolve));
  const text = await readFile(out, 'utf8').catch(() => undefined);
  await rm(out, { force: true });
  return text === undefined ? undefined : (JSON.parse(text) as Report);
}

async function countsOf(file: string): Promise<Readonly<Record<string, object>>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const { proof, ...figures } = JSON.parse(line) as { proof: string };
      return [proof, figures];
    }),
  );
}

process.exitCode = await main(process.argv.slice(2));

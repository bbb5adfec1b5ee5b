#!/usr/bin/env -S npx tsx
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseBackend } from '@hrd-shield/local-stack';
import { uniqueName } from '../harness/stack.ts';
import { verifyReport } from './verify-report.ts';

const HELP = `npm run verify:report -- [options]

Publishes four quarters and a correction from a seeded year of outcomes, computes every figure again
from the frozen inputs, checks signatures, checksums and that all files say the same, and attacks the
public files as they lie there.

  --cases <n>       cases of the year (default 24000, about ten outcomes each)
  --defenders <n>   defenders whom they concern (default 3000)
  --seed <n>        another year (default 7)
  --keep <folder>   leave the releases there; else they are removed
  --json            end with one JSON line
  --help            print this
`;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '24000' },
    defenders: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '7' },
    keep: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const backend = await chooseBackend(process.env, { log: say });
  const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'hrd-shield-report-')));
  try {
    const proof = await verifyReport({
      clickhouseUrl: backend.addresses.clickhouseUrl,
      database: uniqueName('verify_report'),
      folder,
      year: {
        cases: Number(values.cases),
        defenders: Number(values.defenders),
        seed: Number(values.seed),
      },
      quarters: ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'],
      say,
    });
    for (const problem of proof.problems) say(`FAIL ${problem}`);
    const { figures, identical, ok, reidentified, releases } = proof;
    say(
      `${ok ? 'ok' : 'FAIL'}: ${releases} releases, ${figures} figures, ${identical * 100} % identical, ${reidentified} found`,
    );
    if (values.json) process.stdout.write(`${JSON.stringify(proof)}\n`);
    process.exitCode = ok ? 0 : 1;
  } finally {
    if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
    await backend.stop();
  }
}

if (values.help) process.stdout.write(HELP);
else await main();

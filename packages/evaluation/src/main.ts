#!/usr/bin/env -S npx tsx
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LANGUAGES } from '@hrd-shield/world';
import { evaluateHeadline, sectionContext } from './evaluate.ts';
import { brokenFloors, standingOf } from './metrics/judge.ts';
import { printSection } from './report/print-section.ts';
import { summaryLine } from './report/summary-line.ts';
import type { EvalSection } from './section.ts';
import { writeResult } from './store/results.ts';

const HELP = `npm run eval -- [options]

Plays attacks and look-alikes through screening and detection, in ${LANGUAGES.length} languages, and
measures what came out, with 95 % intervals. A broken floor ends with exit code 1.

  --quick            a small run of everything, for every day (minutes)
  --split NAME       tuning (seeds 0 to 999; default with --quick) or held-out (default else)
  --kinds A01,B19    only these kinds; 'month' names the benign months
  --policy FILE      another detection policy than the reviewed one
  --workers N        worker threads (default 2)
  --out FOLDER       results and report (default out/eval)
  --cache FOLDER     what was played before (default .state/eval)
  --json             end with one JSON line: ok, metrics, rivals, split, policyHash
  --help             print this

Progress goes to stderr. A stopped run goes on where it was.
`;

const root = resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    split: { type: 'string' },
    kinds: { type: 'string' },
    policy: { type: 'string' },
    workers: { type: 'string', default: '2' },
    out: { type: 'string', default: join(root, 'out/eval') },
    cache: { type: 'string', default: join(root, '.state/eval') },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);

if (values.help) process.stdout.write(HELP);
else if (values.split !== undefined && !['tuning', 'held-out'].includes(values.split)) {
  say(`there is no split '${values.split}': tuning, held-out`);
  process.exitCode = 2;
} else process.exitCode = await run();

async function run(): Promise<number> {
  const split = values.split ?? (values.quick ? 'tuning' : 'held-out');
  const options = {
    split: split === 'tuning' ? 'tuning' : 'held-out',
    quick: values.quick,
    workers: Number(values.workers),
    cacheFolder: resolve(values.cache),
    kinds: values.kinds?.split(','),
    policyPath: values.policy,
    say,
    now: () => Date.now(),
  } as const;
  const context = sectionContext(options);
  const headline = await evaluateHeadline(options, context);
  if (options.kinds === undefined) writeResult(join(values.out, 'results'), headline);
  return finish(headline);
}

function finish(section: EvalSection): number {
  process.stdout.write(`${printSection(section)}\n`);
  const broken = brokenFloors(section.metrics);
  const judged = Object.values(section.metrics).filter((m) => standingOf(m) !== 'not-judged');
  say(
    broken.length === 0
      ? `all ${judged.length} floors hold`
      : `${broken.length} of ${judged.length} floors are broken: ${broken.join(', ')}`,
  );
  if (values.json) process.stdout.write(`${JSON.stringify(summaryLine([section]))}\n`);
  return broken.length === 0 ? 0 : 1;
}

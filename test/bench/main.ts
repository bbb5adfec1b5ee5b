#!/usr/bin/env -S npx tsx
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { BENCHES } from './benches.ts';
import { DETECT_PARTS } from './detect.ts';
import { SHAPES } from './ingest/shapes.ts';
import { pageFacts, pageOf } from './page.ts';
import { RECORD_PARTS } from './record.ts';
import { RECOVERY_PARTS } from './recovery.ts';

const NAMES = Object.keys(BENCHES);
const PARTS: ReadonlySet<string> = new Set([
  ...RECORD_PARTS,
  ...RECOVERY_PARTS,
  ...DETECT_PARTS,
  ...Object.keys(SHAPES),
]);

function help(): string {
  const texts = Object.entries(BENCHES).map(([name, { help }]) => {
    const [first = '', ...rest] = help.split('\n');
    return [`  ${name.padEnd(12)} ${first}`, ...rest.map((line) => `${' '.repeat(15)}${line}`)];
  });
  return `npm run bench -- [options]

Measures the pipeline on real servers; ratios are of one run on one machine.

${texts.map((lines) => lines.join('\n')).join('\n\n')}

  --only <name>      one of ${NAMES.join(', ')}
  --events <count>   events on the firehose for the readers (default 2000000)
  --rounds <count>   alternated rounds (default 3)
  --rate <count>     end-to-end: events a second for the latency (default 1000)
  --seconds <count>  end-to-end: how long that rate is kept up (default 45)
  --sizes <counts>   detect: other sizes, such as 20000,50000; registry: how many designations; recovery: so many defenders; record: cases
  --parts <names>    record, recovery, detect, ingest: some of their parts alone, as above
  --long             more of everything that takes long
  --page <file>      write all figures side by side as a page (HTML)
  --json             end with one JSON line
`;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    events: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '3' },
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '45' },
    long: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    parts: { type: 'string' },
    page: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function bench(): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const options = {
    events: Number(values.events),
    rounds: Number(values.rounds),
    rate: Number(values.rate),
    seconds: Number(values.seconds),
    isLong: values.long,
    sizes: values.sizes?.split(',').map(Number),
    parts: values.parts?.split(','),
  };
  const facts = pageFacts();
  let figures: Readonly<Record<string, unknown>> = { ok: true };
  for (const [name, { run }] of Object.entries(BENCHES)) {
    if (values.only !== undefined && values.only !== name) continue;
    figures = { ...figures, ...(await run(options, say)) };
  }
  if (values.page !== undefined) await writeFile(values.page, pageOf(figures, facts));
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
}

if (values.help) process.stdout.write(help());
else if (values.only !== undefined && !NAMES.includes(values.only)) {
  process.stderr.write(`--only takes one of ${NAMES.join(', ')}\n`);
  process.exitCode = 2;
} else if (!(values.parts?.split(',') ?? []).every((part) => PARTS.has(part))) {
  process.stderr.write(`--parts takes some of ${[...PARTS].join(', ')}\n`);
  process.exitCode = 2;
} else await bench();

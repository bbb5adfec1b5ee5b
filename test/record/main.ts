#!/usr/bin/env -S npx tsx
import { parseArgs } from 'node:util';
import { chooseBackend } from '@hrd-shield/local-stack';
import { playOutage } from './outage.ts';
import { createRecordStage, OUTAGES } from './record-stage.ts';

const HELP = `npm run verify:outage -- [options]

Takes the column store away from a running \`record\` while outcomes go on arriving: it refuses, swallows
what it is asked, and does it without answering, a third of the time each. Then compares topic and table.

  --minutes <n>  how long it is away (default 30)
  --rate <n>     outcomes a second meanwhile (default 20)
  --json         end with one JSON line
  --help         print this
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const backend = await chooseBackend(process.env, { log: say });
  try {
    say(`the store is away for ${values.minutes} minutes`);
    const result = await playOutage(await createRecordStage(backend.addresses), {
      awayMs: Number(values.minutes) * 60_000,
      kinds: OUTAGES,
      rows: Number(values.rate),
      everyMs: 1_000,
    });
    const { caughtUpMs, met, reconciled, sent } = result;
    const unanswered = met.reduce((sum, each) => sum + each.unanswered, 0);
    const ok = reconciled.missing === 0 && reconciled.doubled === 0 && reconciled.facts === sent;
    say(
      `${ok ? 'ok' : 'FAIL'}: ${sent} sent, ${unanswered} requests unanswered, ${reconciled.missing} missing, ${reconciled.doubled} doubled, caught up in ${caughtUpMs} ms`,
    );
    if (values.json) process.stdout.write(`${JSON.stringify({ ok, ...result })}\n`);
    process.exitCode = ok ? 0 : 1;
  } finally {
    await backend.stop();
  }
}

if (values.help) process.stdout.write(HELP);
else await main();

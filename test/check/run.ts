import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCheck, stepLine } from './run-check.ts';

const HELP = `Usage: npm run check [-- --json]

Looks at the tree without any server: format and lint, types, boundaries between rooms, dead code,
house rules, licences, drift of generated documents, unit tests.

  --json   print one line of JSON at the end
  --help   print this`;

const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean' } } });

if (values.help === true) {
  console.log(HELP);
} else {
  const result = await runCheck(resolve(import.meta.dirname, '../..'), (step) =>
    console.log(stepLine(step)),
  );
  for (const step of result.steps.filter(({ ok }) => !ok)) {
    console.log(`\n--- ${step.name} ---\n${step.details}`);
  }
  const failed = result.steps.filter(({ ok }) => !ok).length;
  const verdict = failed === 0 ? 'all well' : `${failed} of ${result.steps.length} steps failed`;
  console.log(`\ncheck: ${verdict} in ${(result.ms / 1000).toFixed(1)} s`);
  if (values.json === true) {
    const steps = result.steps.map(({ name, ok, ms, summary }) => ({ name, ok, ms, summary }));
    console.log(JSON.stringify({ ok: result.ok, ms: result.ms, steps }));
  }
  process.exitCode = result.ok ? 0 : 1;
}

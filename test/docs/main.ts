import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findBreaks, findDrift, writeFiles } from './drift.ts';
import { generatedFiles } from './generated-files.ts';

const HELP = `Usage: npm run docs [-- --accept-breaking]
       npm run docs:check

Generates JSON Schemas, the AsyncAPI document and the reference pages.

  --check             write nothing; fail when a generated file has drifted
  --accept-breaking   write even though old messages would no longer be valid; until the first
                      release only: afterwards a breaking change is a new version of the type
  --help              print this`;

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    'accept-breaking': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = await run(resolve(import.meta.dirname, '../..'));

async function run(root: string): Promise<number> {
  const wanted = await generatedFiles(root);
  const drift = findDrift(root, wanted);
  const breaks = findBreaks(root, wanted);
  for (const { path, changes } of breaks) {
    for (const { path: at, change } of changes) console.log(`breaking: ${path} ${at}: ${change}`);
  }
  if (values.check) {
    for (const { path, state } of drift) console.log(`${state}: ${path}`);
    if (drift.length > 0) console.log('run npm run docs and commit what it writes');
    console.log(`${wanted.size} generated files, ${drift.length} drifted`);
    return drift.length === 0 ? 0 : 1;
  }
  if (breaks.length > 0 && !values['accept-breaking']) {
    console.log('nothing written: add a new version of the type instead of breaking the old one');
    return 1;
  }
  writeFiles(root, wanted);
  console.log(`${wanted.size} files generated, ${drift.length} of them changed`);
  return 0;
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const HELP = `Makes the files of a new detector.

  npm run new:detector -- <id> <name> <threat>
  npm run new:detector -- D21 night-watch surveillance

  <id>      D and a number that no detector has
  <name>    kebab-case; names the file
  <threat>  one of the threats of packages/contracts/src/vocabulary.ts

Writes the detector, and prints the four lines to add elsewhere. See docs/detectors.md.
`;
const DETECTION = new URL('../../packages/domain/src/detection/', import.meta.url);

function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function source(id: string, name: string, threat: string): string {
  const find = `find${camel(`-${name}`)}`;
  return `import type { Detector, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { DefenderState } from '../state/state.ts';

/**
 * What it sees, what confirms it, and which innocent look-alike it leaves alone.
 *
 * @source where the rule comes from
 */
export const ${camel(name)}: Detector = {
  id: '${id}',
  threat: '${threat}',
  inputs: [],
  memoryBytes: 0,
  cost: 'O(1)',
  find: ${find},
};

function ${find}(_state: DefenderState, _policy: DetectionPolicy): Finding | undefined {
  return undefined;
}
`;
}

/** @returns the exit code */
function main(args: readonly string[]): number {
  const [id = '', name = '', threat = ''] = args;
  if (args.length === 0 || args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const isNamed = /^D[1-9]\d{0,2}$/.test(id) && /^[a-z][a-z0-9-]{2,40}$/.test(name);
  const vocabulary = readFileSync(
    new URL('../../packages/contracts/src/vocabulary.ts', import.meta.url),
    'utf8',
  );
  const listed = /THREATS = \[([^\]]*)\]/.exec(vocabulary)?.[1] ?? '';
  if (!isNamed || !listed.includes(`'${threat}'`)) {
    process.stderr.write(`An id, a name and a threat are needed.\n\n${HELP}`);
    return 2;
  }
  const ids = readFileSync(new URL('detector-ids.ts', DETECTION), 'utf8');
  const path = new URL(`detectors/${id.toLowerCase()}-${name}.ts`, DETECTION);
  if (ids.includes(`'${id}'`) || existsSync(path)) {
    process.stderr.write(`There is a detector ${id} already.\n`);
    return 2;
  }
  writeFileSync(path, source(id, name, threat));
  process.stdout.write(`Written: ${path.pathname}

Now add
  1. '${id}' to DETECTOR_IDS in packages/domain/src/detection/detector-ids.ts
  2. ${camel(name)} to DETECTORS in packages/domain/src/detection/detectors/index.ts
  3. its numbers: type in policy.ts, schema in packages/policy/src/detection/detection-policy-schema.ts,
     values with unit, source and owner in packages/policy/rules/detection.yaml, and ${id} to \`active\`
  4. its tests, with look-alikes, to packages/policy/src/detection/detectors.test.ts
`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../../..', import.meta.url));
/**
 * What a run record depends on: all that plays, screens and detects, and what makes the record. Of
 * rooms that serve others too, only the files that a run goes through: a new route of the desk must
 * not cost an hour of playing, nor a block of held-out seeds.
 */
const FOLDERS = [
  'contracts/src/derive-id.ts',
  'contracts/src/derived-ids.ts',
  'contracts/src/ids.ts',
  'contracts/src/internal/designation.ts',
  'contracts/src/internal/risk-signal.ts',
  'contracts/src/internal/stage-records.ts',
  'contracts/src/internal/targeting-event.ts',
  'contracts/src/platform',
  'contracts/src/units.ts',
  'contracts/src/vocabulary.ts',
  'domain/src/detection',
  'domain/src/stages',
  'evaluation/src/plan',
  'evaluation/src/run',
  'keys/src/account-digest.ts',
  'keys/src/account-tag.ts',
  'keys/src/pseudonymiser.ts',
  'keys/src/tag-set.ts',
  'pipeline/src/chain.ts',
  'pipeline/src/detection/detection-fold.ts',
  'pipeline/src/screening',
  'pipeline/src/stages',
  'policy/rules/stages.yaml',
  'policy/src/detection',
  'policy/src/stages',
  'world/data',
  'world/src',
] as const;
const HASH_CHARS = 16;

/** SHA-256 over the code that run records depend on, cut to 64 bits. Tests do not count. */
export function codeHash(): string {
  const hash = createHash('sha256');
  for (const folder of FOLDERS) {
    for (const path of filesOf(join(PACKAGES, folder))) {
      hash.update(`${relative(PACKAGES, path)}\n`).update(readFileSync(path));
    }
  }
  return hash.digest('hex').slice(0, HASH_CHARS);
}

function filesOf(folder: string): string[] {
  if (statSync(folder).isFile()) return [folder];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\.test\.ts$|\/testing\//.test(path))
    .sort();
}

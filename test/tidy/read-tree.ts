import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from './finding.ts';

const LIST_BYTES_MAX = 16 * 1_048_576;
const TEXT = /\.(ts|cjs|md|json|ya?ml|sql|sh)$/;
/** Generated and locked files are judged by what writes them. */
const GENERATED = /(^|\/)package-lock\.json$|^docs\/reference\/|^packages\/contracts\/schemas\//;

/** The files that git knows or would take in, with their text. */
export function readTree(root: string): readonly SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: LIST_BYTES_MAX,
  });
  return listed
    .split('\n')
    .filter((path) => TEXT.test(path) && !GENERATED.test(path) && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

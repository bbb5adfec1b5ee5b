import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type BreakingChange,
  breakingChanges,
} from '../../packages/contracts/scripts/compatibility.ts';
import { SCHEMA_FOLDER } from '../../packages/contracts/scripts/contract-files.ts';
import type { JsonSchema } from '../../packages/contracts/scripts/json-schema.ts';

/** Folders that hold generated files and nothing else. */
const GENERATED_FOLDERS = ['docs/reference', SCHEMA_FOLDER] as const;

export interface Drift {
  readonly path: string;
  readonly state: 'missing' | 'differs' | 'left over';
}

/** Compares the tree with what would be generated. */
export function findDrift(root: string, wanted: ReadonlyMap<string, string>): readonly Drift[] {
  const drift: Drift[] = [];
  for (const [path, text] of wanted) {
    const file = join(root, path);
    if (!existsSync(file)) drift.push({ path, state: 'missing' });
    else if (readFileSync(file, 'utf8') !== text) drift.push({ path, state: 'differs' });
  }
  return [...drift, ...leftOver(root, wanted)];
}

function leftOver(root: string, wanted: ReadonlyMap<string, string>): readonly Drift[] {
  return GENERATED_FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => !wanted.has(path))
    .map((path) => ({ path, state: 'left over' }));
}

export interface SchemaBreak {
  readonly path: string;
  readonly changes: readonly BreakingChange[];
}

/** Breaking changes of the wanted schemas against those that lie in the tree. */
export function findBreaks(
  root: string,
  wanted: ReadonlyMap<string, string>,
): readonly SchemaBreak[] {
  const folder = join(root, SCHEMA_FOLDER);
  const lying = existsSync(folder) ? readdirSync(folder) : [];
  return lying.flatMap((name): SchemaBreak[] => {
    const path = `${SCHEMA_FOLDER}/${name}`;
    const text = wanted.get(path);
    if (text === undefined) return [{ path, changes: [{ path: '', change: 'message removed' }] }];
    const before = JSON.parse(readFileSync(join(root, path), 'utf8')) as JsonSchema;
    const changes = breakingChanges(before, JSON.parse(text) as JsonSchema);
    return changes.length === 0 ? [] : [{ path, changes }];
  });
}

/** Writes what is wanted and removes what is left over. */
export function writeFiles(root: string, wanted: ReadonlyMap<string, string>): void {
  for (const { path } of leftOver(root, wanted)) rmSync(join(root, path), { recursive: true });
  for (const [path, text] of wanted) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

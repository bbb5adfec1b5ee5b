import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvalSection } from '../section.ts';

/** Writes a section as its latest dated result. Numbers that JSON does not know become null. */
export function writeResult(folder: string, section: EvalSection): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${nameOf(section)}.json`);
  writeFileSync(path, `${JSON.stringify(section, undefined, 1)}\n`);
  return path;
}

/** The latest result of each section, in the order of their ids. */
export function readResults(folder: string): EvalSection[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => revive(JSON.parse(readFileSync(join(folder, name), 'utf8')) as EvalSection));
}

function nameOf({ id, split }: EvalSection): string {
  return split === 'real-data' ? id : `${id}.${split}`;
}

/** JSON has neither NaN nor infinity: a missing value comes back as not known. */
function revive(section: EvalSection): EvalSection {
  const metrics = Object.fromEntries(
    Object.entries(section.metrics).map(([name, metric]) => [
      name,
      {
        ...metric,
        value: metric.value ?? Number.NaN,
        low: metric.low ?? Number.NaN,
        high: metric.high ?? Number.NaN,
      },
    ]),
  );
  return { ...section, metrics };
}

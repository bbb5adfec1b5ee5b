import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvalSection } from '../section.ts';

/** Writes a section as its latest dated result. */
export function writeResult(folder: string, section: EvalSection): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${nameOf(section)}.json`);
  writeFileSync(path, `${JSON.stringify(section, nameInfinity, 1)}\n`);
  return path;
}

/** Sections as one JSON text, in which never is told from not known. */
export function toJson(sections: readonly EvalSection[]): string {
  return `${JSON.stringify(sections, nameInfinity)}\n`;
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

const NEVER = 'never';

/** JSON knows neither infinity nor NaN: the one gets a name, the other becomes null. */
function nameInfinity(_: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY ? NEVER : value;
}

function revive(section: EvalSection): EvalSection {
  const metrics = Object.fromEntries(
    Object.entries(section.metrics).map(([name, metric]) => [
      name,
      {
        ...metric,
        value: numberOf(metric.value),
        low: numberOf(metric.low),
        high: numberOf(metric.high),
      },
    ]),
  );
  return { ...section, metrics };
}

function numberOf(value: unknown): number {
  if (value === NEVER) return Number.POSITIVE_INFINITY;
  return typeof value === 'number' ? value : Number.NaN;
}

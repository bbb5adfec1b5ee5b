import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SectionContext } from '../section.ts';
import type { OurAlarm } from './our-alarm.ts';

/** What we made of runs under one code and policy, a line each: a run that stopped goes on there. */
export interface KeptAlarms {
  get(run: string): OurAlarm | undefined;
  keep(run: string, alarm: OurAlarm): void;
}

const HASH_CHARS = 16;

/** Opens what was kept under this code and policy; other code or policy begins with nothing. */
export function openKeptAlarms({ cacheFolder, codeHash, policyHash }: SectionContext): KeptAlarms {
  const folder = join(cacheFolder, 'rivals');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${codeHash}-${policyHash.slice(0, HASH_CHARS)}.jsonl`);
  const known = new Map<string, OurAlarm>();
  for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    // A line that a stopped run left open is read as not there.
    if (!line.endsWith(']')) continue;
    const [run, alarmed, ...flagged] = JSON.parse(line) as [string, boolean, ...string[]];
    known.set(run, { alarmed, flagged });
  }
  return {
    get: (run) => known.get(run),
    keep: (run, { alarmed, flagged }) => {
      appendFileSync(path, `\n${JSON.stringify([run, alarmed, ...flagged])}`);
    },
  };
}

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { againstBaseline, RECORD_COMMAND, readBaseline } from './baseline.ts';
import { type EvaluateOptions, evaluateHeadline, sectionContext } from './evaluate.ts';
import { brokenFloors } from './metrics/judge.ts';
import type { EvalSection } from './section.ts';

const BASELINE = fileURLToPath(new URL('../data/baseline.json', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../.state/eval', import.meta.url));
const WORKERS = 2;
const TIMEOUT_MS = 600_000;

const WANTED_OTHERWISE = `where this is meant, record it anew: ${RECORD_COMMAND}`;

const OPTIONS: EvaluateOptions = {
  split: 'tuning',
  amount: 'ci',
  workers: WORKERS,
  cacheFolder: CACHE,
  kinds: undefined,
  policyPath: undefined,
  say: (line) => console.log(line),
  now: () => Date.now(),
};

describe('the small proof on the tuning split', () => {
  let section: EvalSection;
  beforeAll(async () => {
    section = await evaluateHeadline(OPTIONS, sectionContext(OPTIONS));
    const broken = brokenFloors(section.metrics);
    console.log(broken.length === 0 ? 'every floor holds' : `broken floors: ${broken.join(', ')}`);
  }, TIMEOUT_MS);

  it('breaks no floor that held, and lets nothing get worse beyond its interval', () => {
    expect(againstBaseline(section.metrics, readBaseline(BASELINE)), WANTED_OTHERWISE).toEqual([]);
  });

  it('has a record of the reviewed policy', () => {
    expect(readBaseline(BASELINE).policyHash, WANTED_OTHERWISE).toBe(section.policyHash);
  });

  it('explains every signal: reasons add up and lead to events', () => {
    expect(section.metrics['explanation.additive']?.value).toBe(1);
    expect(section.metrics['explanation.resolvedRefs']?.value).toBe(1);
  });
});

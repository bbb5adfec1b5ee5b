import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { againstBaseline, readBaseline } from './baseline.ts';
import { type EvaluateOptions, evaluateHeadline, sectionContext } from './evaluate.ts';
import { brokenFloors } from './metrics/judge.ts';
import type { EvalSection } from './section.ts';

const BASELINE = fileURLToPath(new URL('../data/baseline.json', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../.state/eval', import.meta.url));
const WORKERS = 2;
const TIMEOUT_MS = 600_000;

const OPTIONS: EvaluateOptions = {
  split: 'tuning',
  quick: true,
  workers: WORKERS,
  cacheFolder: CACHE,
  kinds: undefined,
  policyPath: undefined,
  say: (line) => console.log(line),
  now: () => Date.now(),
};

describe('the quick proof on the tuning split', () => {
  let section: EvalSection;
  beforeAll(async () => {
    section = await evaluateHeadline(OPTIONS, sectionContext(OPTIONS));
    const broken = brokenFloors(section.metrics);
    console.log(broken.length === 0 ? 'every floor holds' : `broken floors: ${broken.join(', ')}`);
  }, TIMEOUT_MS);

  it('breaks no floor that held, and lets nothing broken get worse than recorded', () => {
    expect(againstBaseline(section.metrics, readBaseline(BASELINE))).toEqual([]);
  });

  it('has a record of the reviewed policy', () => {
    expect(readBaseline(BASELINE).policyHash).toBe(section.policyHash);
  });

  it('explains every signal: reasons add up and lead to events', () => {
    expect(section.metrics['explanation.additive']?.value).toBe(1);
    expect(section.metrics['explanation.resolvedRefs']?.value).toBe(1);
  });
});

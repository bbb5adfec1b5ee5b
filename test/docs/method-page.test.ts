import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { methodPage } from './method-page.ts';

const ROOT = join(import.meta.dirname, '../..');
const RULES = 'packages/policy/rules';

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'method-'));
  cpSync(join(ROOT, RULES), join(copy, RULES), { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true }));

describe('the page of numbers', () => {
  it('tells value, unit, source and what breaks of a threshold', () => {
    const row = methodPage(ROOT)
      .split('\n')
      .find((line) => line.includes('`fusion.tiers.guard.enter`'));
    expect(row).toMatch(/`0\.\d+` \| probability \| .+ \| more false alarms .+ \| attacks reach/);
  });

  it('fails when a number has no text, naming it', () => {
    const number = 'newThing: { value: 3, unit: "things", source: "a test", owner: detection }\n';
    appendFileSync(join(copy, RULES, 'detection.yaml'), number);
    expect(() => methodPage(copy)).toThrow('breaks.yaml says nothing of detection.yaml newThing');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { EvalSection, Metric } from '../section.ts';
import { readResults, toJson, writeResult } from '../store/results.ts';
import { renderReport } from './render-report.ts';

const metric = (value: number, bounds: Partial<Metric> = {}): Metric => ({
  value,
  low: 0,
  high: 1,
  sample: 10,
  unit: 'ratio',
  interval: 'Wilson',
  ...bounds,
});

const section = (id: string, codeHash: string, metrics: EvalSection['metrics']): EvalSection => ({
  id,
  title: `About ${id}`,
  ranAt: '2026-03-01T00:00:00Z',
  seconds: 1,
  policyHash: 'p',
  split: 'held-out',
  metrics,
  tables: [],
  charts: [],
  codeHash,
  method: [],
  limits: ['what it cannot see here'],
});

const RECALL = { recall: metric(0.5, { floor: 0.9, better: 'higher' }) };
const OTHER = 'Made under another policy or other code';

it('names broken floors first, with the way to where they stand', async () => {
  const page = await renderReport([section('headline', 'c', RECALL)]);
  const named = page.indexOf('<a href="#headline-held-out">recall</a>');
  expect(named).toBeGreaterThan(0);
  expect(named).toBeLessThan(page.indexOf('<main'));
  expect(page).toContain('what it cannot see here');
});

it('says of a part which command makes it, and where its code is not that of the headline', async () => {
  const page = await renderReport([section('headline', 'c', {}), section('rivals', 'older', {})]);
  expect(page.split(OTHER)).toHaveLength(2);
  expect(page.indexOf(OTHER)).toBeGreaterThan(page.indexOf('About rivals</h2>'));
  expect(page).toContain('<code>npm run eval -- --rivals</code>');
  const same = await renderReport([section('headline', 'c', {}), section('rivals', 'c', {})]);
  expect(same).not.toContain(OTHER);
});

it('keeps never apart from not known, in results and in the JSON of the report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eval-results-'));
  try {
    const delays = { hours: metric(Infinity), seconds: metric(Number.NaN) };
    writeResult(folder, section('headline', 'c', delays));
    const read = readResults(folder);
    expect(read[0]?.metrics).toEqual(delays);
    expect(toJson(read)).toContain('"hours":{"value":"never"');
    expect(toJson(read)).toContain('"seconds":{"value":null');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

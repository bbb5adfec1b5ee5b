import { expect, it } from 'vitest';
import type { EvalSection, Metric } from '../section.ts';
import { summaryLine } from './summary-line.ts';

const metric = (value: number, bounds: Partial<Metric> = {}): Metric => ({
  value,
  low: 0,
  high: 1,
  sample: 10,
  unit: 'ratio',
  interval: 'Wilson',
  ...bounds,
});

const section = (id: string, policyHash: string, metrics: EvalSection['metrics']): EvalSection => ({
  id,
  title: id,
  ranAt: '2026-03-01T00:00:00Z',
  seconds: 1,
  policyHash,
  split: 'tuning',
  metrics,
  tables: [],
  charts: [],
  codeHash: 'c',
  method: [],
  limits: [],
});

const BROKEN = { recall: metric(0.5, { floor: 0.9, better: 'higher' }) };

it('is not ok for a broken floor of its own, and not of what was run before', () => {
  const held = section('real', 'a', { alarms: metric(0.01, { floor: 0.1, better: 'lower' }) });
  expect(summaryLine(held, [section('headline', 'a', BROKEN)]).ok).toBe(true);
  expect(summaryLine(section('headline', 'a', BROKEN), [held]).ok).toBe(false);
});

it('names rivals of the same policy alone', () => {
  const headline = section('headline', 'a', {});
  const rivals = (hash: string) => section('rivals', hash, { ahead: metric(0.9) });
  expect(summaryLine(headline, [rivals('b'), rivals('a')]).rivals).toEqual({ ahead: 0.9 });
  expect(summaryLine(headline, [rivals('b')]).rivals).toEqual({});
});

it('writes what is never or not known as null', () => {
  const never = section('headline', 'a', { delay: metric(Infinity, { high: Number.NaN }) });
  expect(summaryLine(never, []).metrics.delay).toEqual({
    value: null,
    low: 0,
    high: null,
    floor: null,
    goal: null,
  });
});

import { describe, expect, it } from 'vitest';
import type { Metric } from '../section.ts';
import { brokenFloors, standingOf } from './judge.ts';

const recall = (value: number): Metric => ({
  value,
  low: 0,
  high: 1,
  sample: 100,
  unit: 'ratio',
  interval: 'Wilson',
  better: 'higher',
  floor: 0.9,
  goal: 0.95,
});

describe('a floor', () => {
  it('judges the point estimate, not the interval', () => {
    expect(standingOf(recall(0.9))).toBe('floor');
    expect(standingOf(recall(0.8999))).toBe('broken');
    expect(standingOf(recall(0.95))).toBe('goal');
  });

  it('is a ceiling where less is better', () => {
    const delay: Metric = { ...recall(15), better: 'lower', floor: 15, goal: 10 };
    expect(standingOf(delay)).toBe('floor');
    expect(standingOf({ ...delay, value: 15.1 })).toBe('broken');
    expect(standingOf({ ...delay, value: Number.POSITIVE_INFINITY })).toBe('broken');
  });

  it('is not judged on nothing', () => {
    expect(standingOf({ ...recall(Number.NaN), sample: 0 })).toBe('unknown');
  });

  it('names what breaks it', () => {
    expect(brokenFloors({ a: recall(0.5), b: recall(0.99) })).toEqual(['a']);
  });
});

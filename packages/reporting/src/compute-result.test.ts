import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { computeResult } from './compute-result.ts';
import { sampleRows } from './sample-rows.ts';

const PROTECT: BenchmarkDefinition = {
  id: 'protect',
  recommendation: 'R4',
  title: 'Protect',
  question: 'How long?',
  population: 'Cases.',
  exclusions: [],
  statistic: 'km-quantiles',
  quantiles: [0.5],
  unit: 'ms',
  by: 'threat',
  minimumCell: 2,
  target: { comparison: '<=', value: 15, of: 'median' },
  owner: 'response',
  sql: '',
  revisions: [{ version: 1, change: 'First.' }],
};
const SHARE: BenchmarkDefinition = {
  ...PROTECT,
  statistic: 'ratio',
  unit: 'ratio',
  target: { comparison: '>=', value: 0.5, of: 'share' },
};

function compute(definition: BenchmarkDefinition, rows: readonly object[], showSmallCells = false) {
  const parsed = sampleRows(definition, rows as Record<string, unknown>[]);
  return computeResult({ definition, formulaHash: 'f' }, parsed, { showSmallCells });
}

const closed = (duration_ms: number, over: object = {}) => ({
  threat: 'pile-on',
  clock_scale: 1,
  duration_ms,
  observed: true,
  n: 1,
  ...over,
});

describe('computeResult', () => {
  it('publishes another median when one case never closes', () => {
    const median = (rows: readonly object[]) =>
      compute(PROTECT, rows).groups[0]?.figures[0]?.figure;
    expect(median([closed(10), closed(20)])).toMatchObject({ value: 10, n: 2 });
    const never = closed(900, { observed: false });
    expect(median([closed(10), closed(20), never])).toMatchObject({ value: 20, n: 3, observed: 2 });
  });

  it('never puts two clocks together, and judges the real one only', () => {
    const scaled = { clock_scale: 600 };
    const { groups } = compute(PROTECT, [
      closed(10),
      closed(20),
      closed(1, scaled),
      closed(2, scaled),
    ]);
    expect(groups.map(({ clock, judgement }) => [clock, judgement.reached])).toEqual([
      [{ kind: 'real' }, 'met'],
      [{ kind: 'scaled', scale: 600 }, 'not-judged'],
    ]);
  });

  it('never counts scripted responders as people', () => {
    const row = (scripted: boolean, hits: number) => ({ threat: 'pile-on', scripted, hits, n: 10 });
    const { groups } = compute(SHARE, [row(false, 4), row(true, 10)]);
    expect(groups.map((each) => [each.decidedBy, each.figures[0]?.figure])).toMatchObject([
      ['people', { value: 0.4 }],
      ['scripts', { value: 1 }],
    ]);
    expect(groups.map(({ judgement }) => judgement.reached)).toEqual(['missed', 'not-judged']);
  });

  it('withholds small samples, a second one beside a single hidden one, and their curve', () => {
    const rows = [
      { threat: 'pile-on', hits: 5, n: 9 },
      { threat: 'copypasta', hits: 1, n: 1 },
      { threat: 'mass-report', hits: 3, n: 3 },
    ];
    const { groups } = compute(SHARE, rows);
    const kinds = groups[0]?.slices.map(({ name, figures }) => [name, figures[0]?.figure.kind]);
    expect(kinds).toEqual([
      ['copypasta', 'withheld'],
      ['mass-report', 'withheld'],
      ['pile-on', 'value'],
    ]);
    expect(compute(PROTECT, [closed(10)]).groups[0]).not.toHaveProperty('curve');
    expect(compute(PROTECT, [closed(10)]).groups[0]?.figures[0]?.figure.kind).toBe('withheld');
  });

  it('shows small samples of a synthetic city', () => {
    const { groups } = compute(PROTECT, [closed(10)], true);
    expect(groups[0]?.figures[0]?.figure).toMatchObject({ kind: 'value', value: 10, n: 1 });
  });

  it('divides by exposure where a formula gives one, and has no rate where it was not recorded', () => {
    const { by: _, ...whole } = PROTECT;
    const count: BenchmarkDefinition = { ...whole, statistic: 'count', unit: 'count' };
    const figure = (exposure: number | null) =>
      compute(count, [{ value: 3, n: 40, exposure }]).groups[0]?.figures[0];
    expect(figure(600)).toMatchObject({ label: 'rate', figure: { value: 0.005, n: 40 } });
    expect(figure(null)).toMatchObject({ label: 'rate', figure: { kind: 'no-data' } });
  });
});

describe('sampleRows', () => {
  it('refuses a column that the statistic does not know, naming benchmark and column', () => {
    const row = { threat: 'pile-on', hits: 1, n: 1, defender: 'd_x' };
    expect(() => sampleRows(SHARE, [row])).toThrow(/benchmark protect.*defender/s);
  });

  it('refuses rows without the column that slices them', () => {
    expect(() => sampleRows(SHARE, [{ hits: 1, n: 1 }])).toThrow(/benchmark protect/);
  });
});

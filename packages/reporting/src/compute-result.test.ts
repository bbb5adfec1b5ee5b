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

  it('keeps times below zero, and draws no curve that begins at none', () => {
    const { by: _, target: __, ...rest } = PROTECT;
    const signed = { ...rest, statistic: 'signed-quantiles' as const };
    const rows = [-30, -20, 5, 40].map((value) => ({ value, n: 1 }));
    const [group] = compute(signed, rows).groups;
    expect(group?.figures).toMatchObject([{ label: 'median', figure: { value: -20, n: 4 } }]);
    expect(group?.curve).toBeUndefined();
  });

  it('reckons what neither of two lookers saw, and withholds it where few were seen', () => {
    const { by: _, target: __, ...rest } = PROTECT;
    const captured = { ...rest, statistic: 'captured' as const, unit: 'count' as const };
    const figureOf = (one_saw: number, other_saw: number, n: number) =>
      compute({ ...captured, minimumCell: 10 }, [{ one_saw, other_saw, n, scripted: false }])
        .groups[0]?.figures[0];
    // 31 × 21 / 11 − 1, of whom 40 were seen.
    expect(figureOf(30, 20, 40)).toMatchObject({ label: 'total', figure: { n: 40 } });
    expect(figureOf(30, 20, 40)?.figure).toHaveProperty('value', 58.181_818_181_818_18);
    expect(figureOf(5, 4, 6)?.figure).toEqual({ kind: 'withheld', minimumCell: 10 });
    expect(figureOf(0, 0, 0)?.figure).toEqual({ kind: 'no-data' });
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

describe('the statistics that a definition may ask for', () => {
  const { by: _, quantiles: __, target: ___, ...bare } = PROTECT;
  const first = (definition: BenchmarkDefinition, rows: readonly object[]) =>
    compute(definition, rows).groups[0]?.figures;

  it('clustered-ratio: ten cases of one person tell less than one case of ten', () => {
    const definition = { ...bare, statistic: 'clustered-ratio', unit: 'ratio' } as const;
    const row = (hits: number, n: number, people: number) => ({ hits, n, people });
    const alone = first(definition, [row(1, 1, 10), row(0, 1, 10)])?.[0]?.figure;
    const crowded = first(definition, [row(10, 10, 1), row(0, 10, 1)])?.[0]?.figure;
    expect(alone).toMatchObject({ value: 0.5, n: 20 });
    expect(crowded).toMatchObject({ value: 0.5, n: 20 });
    const width = (figure: unknown) => {
      const { lower, upper } = (figure as { interval: { lower: number; upper: number } }).interval;
      return upper - lower;
    };
    expect(width(crowded)).toBeGreaterThan(1.5 * width(alone));
    // Two people behind twenty cases are two.
    expect(compute({ ...definition, minimumCell: 3 }, [row(10, 10, 2)]).groups[0]?.figures).toEqual(
      [{ label: 'share', figure: { kind: 'withheld', minimumCell: 3 } }],
    );
  });

  it('parity: the best slice over the worst, small ones left out; a slice is a share', () => {
    const definition = { ...bare, statistic: 'parity', unit: 'count', by: 'threat' } as const;
    const row = (threat: string, hits: number, n: number) => ({ threat, hits, n });
    const rows = [row('a', 9, 10), row('b', 6, 10), row('c', 8, 10), row('d', 0, 1)];
    const { figures, slices } = compute(definition, rows).groups[0] ?? {};
    expect(figures).toMatchObject([{ label: 'best to worst', figure: { value: 1.5, n: 20 } }]);
    expect(
      slices?.map(({ name, figures: [share] }) => [name, share?.label, share?.figure]),
    ).toMatchObject([
      ['a', 'share', { kind: 'withheld' }],
      ['b', 'share', { value: 0.6 }],
      ['c', 'share', { value: 0.8 }],
      ['d', 'share', { kind: 'withheld' }],
    ]);
    expect(first(definition, [row('a', 9, 10)])?.[0]?.figure.kind).toBe('no-data');
  });

  it('incidence: a remedy that was refused is not waiting to be restored', () => {
    const definition: BenchmarkDefinition = {
      ...bare,
      statistic: 'incidence',
      unit: 'ratio',
      ends: ['restored', 'refused'],
      horizonMs: 30,
    };
    const row = (duration_ms: number, ended_as: string) => ({ duration_ms, ended_as, n: 1 });
    // By hand: 1 of 4 restored at 10; 1 of 3 refused at 20; open to 30; one restored after 30.
    const rows = [row(10, 'restored'), row(20, 'refused'), row(30, ''), row(40, 'restored')];
    const figures = first(definition, rows);
    expect(figures).toMatchObject([
      { label: 'restored', figure: { value: 0.25, n: 4, observed: 3 } },
      { label: 'refused', figure: { value: 0.25, n: 4, observed: 3 } },
    ]);
  });

  it('a definition without a target is reported and not judged', () => {
    const { groups } = compute({ ...bare, statistic: 'ratio', unit: 'ratio' }, [{ hits: 3, n: 4 }]);
    expect(groups[0]?.judgement.reached).toBe('not-judged');
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

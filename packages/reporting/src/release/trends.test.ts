import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';
import { dataFiles } from './data-files.ts';
import { makeRelease } from './make-release.ts';
import { quarterOf } from './quarter.ts';
import { factsOf, ORIGIN } from './spec/small-quarter.ts';
import { releasesBefore } from './standing-releases.ts';
import { falsePoints } from './trends.ts';

/** A release of a quarter, of facts that lie in it. */
function of(name: string, people: Parameters<typeof factsOf>[0], earlier = ORIGIN.earlier) {
  const { fromMs, toMs } = quarterOf(name);
  const { populations, ...facts } = factsOf(people);
  const cases = (populations.cases ?? []).map((fact, at) => ({ ...fact, atMs: fromMs + at }));
  const moved = { ...facts, quarter: name, asOf: toMs, populations: { cases } };
  return makeRelease(moved, { ...ORIGIN, earlier });
}
const FEW = of('2025-Q2', { africa: [4, 2], europe: [0, 0] });
const MANY = of('2025-Q3', { africa: [61, 20], europe: [33, 22] });
const LATER = of('2025-Q4', { africa: [20, 12], europe: [30, 20] }, [FEW, MANY]);

const pointsOf = (id: string, label: string) =>
  LATER.trends?.find((trend) => trend.id === id && trend.label === label)?.points;

describe('the trend of a released figure', () => {
  it('holds what each release said, with interval and sample, and nothing else', () => {
    expect(pointsOf('protected-in-time', 'share')).toMatchObject([
      { quarter: '2025-Q2', release: FEW.release, state: 'withheld', value: null, sample: null },
      { quarter: '2025-Q3', release: MANY.release, value: 0.704, sample: 135 },
    ]);
    const [, point] = pointsOf('protected-in-time', 'share') ?? [];
    expect([point?.lower, point?.upper]).toEqual([0.618, 0.777]);
    expect(LATER.trends?.every(({ slice }) => slice === 'all')).toBe(true);
  });

  it('of the first quarter has no point, and a correction none of a quarter after it', () => {
    expect(MANY.trends).toEqual([]);
    const names = (quarter: string, most: number) =>
      releasesBefore([LATER, MANY, FEW], quarter, most).map((each) => each.quarter);
    expect(names('2025-Q3', 7)).toEqual(['2025-Q2']);
    expect(names('2026-Q1', 2)).toEqual(['2025-Q3', '2025-Q4']);
  });

  it('that says anything else than the release it names is found', () => {
    const known = new Map([FEW, MANY].map((each) => [each.release, each]));
    expect(falsePoints(LATER, known)).toEqual([]);
    const [first] = LATER.trends ?? [];
    const changed = (first?.points ?? []).map((point) => ({ ...point, value: 7 }));
    const told = { trends: [{ id: 'cases', label: 'count', slice: 'all', points: changed }] };
    expect(falsePoints(told, known)).toEqual([
      'cases count of 2025-Q2: not what was released',
      'cases count of 2025-Q3: not what was released',
    ]);
    expect(falsePoints(LATER, new Map())).toHaveLength(8);
  });

  it('lies beside the figures as a table for machines', () => {
    const rows = readCsv(new TextDecoder().decode(dataFiles(LATER)['trends.csv']));
    expect(rows).toHaveLength(8);
    expect(rows[1]).toMatchObject({
      quarter: '2025-Q3',
      release: MANY.release,
      id: 'cases',
      state: 'value',
      value: '135',
    });
  });
});

import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { attackTables } from './attack-releases.ts';
import { csvOf, readCsv } from './csv.ts';
import { dataFiles } from './data-files.ts';
import { makeRelease } from './make-release.ts';
import { quarterOf, settledQuarter } from './quarter.ts';
import { readPublic } from './read-public.ts';
import { factsOf, ORIGIN, QUARTER, RULES } from './spec/small-quarter.ts';

const LARGE = factsOf({ africa: [61, 20], europe: [33, 22] });
const SMALL = factsOf({ africa: [61, 20], europe: [33, 4] });

function figure(release: ReturnType<typeof makeRelease>, id: string, slice: string, label: string) {
  return release.figures.find(
    (each) => each.id === id && each.slice === slice && each.label === label,
  );
}

describe('a release', () => {
  it('is made of rounded cells, and shares of nothing else', () => {
    const release = makeRelease(LARGE, ORIGIN);
    expect(figure(release, 'cases', 'all', 'count')).toMatchObject({ value: 135, sample: 135 });
    expect(figure(release, 'cases', 'region=europe', 'count')).toMatchObject({ value: 55 });
    // 60 of 60 and 20, rounded: not 61 of 81.
    expect(figure(release, 'protected-in-time', 'region=africa', 'share')).toMatchObject({
      value: 0.75,
      sample: 80,
    });
  });

  it('withholds what too few people stand behind, and what would give it away', () => {
    const release = makeRelease(SMALL, ORIGIN);
    expect(figure(release, 'protected-in-time', 'region=europe', 'share')?.state).toBe('withheld');
    expect(figure(release, 'protected-in-time', 'region=africa', 'share')?.state).toBe('withheld');
    expect(release.losses[0]).toMatchObject({ refused: null, cells: 9, small: 1 });
  });

  it('judges the plan by its own figures alone: what is withheld has no state', () => {
    const standing = (of: typeof SMALL) =>
      makeRelease(of, ORIGIN).milestones?.map(({ reason, state }) => `${state} ${reason}`);
    expect(standing(LARGE)).toEqual([
      'green met',
      'amber missed-and-day-to-come',
      'red missed',
      'not-told not-published',
    ]);
    expect(standing(factsOf({ africa: [4, 2], europe: [0, 0] }))).toEqual([
      'not-told withheld',
      'not-told withheld',
      'not-told withheld',
      'not-told not-published',
    ]);
  });

  it('tells a quantile only where enough people lie on either side, in two digits', () => {
    const few = makeRelease(factsOf({ africa: [20, 12], europe: [0, 0] }), ORIGIN);
    expect(figure(few, 'time-to-protect', 'all', 'p90')).toMatchObject({ state: 'withheld' });
    const release = makeRelease(LARGE, ORIGIN);
    expect(figure(release, 'time-to-protect', 'all', 'median')).toMatchObject({ value: 17_000 });
  });

  it('is the same for the same facts, and another for others', () => {
    expect(makeRelease(LARGE, ORIGIN)).toEqual(makeRelease(LARGE, ORIGIN));
    expect(makeRelease(SMALL, ORIGIN).release).not.toBe(makeRelease(LARGE, ORIGIN).release);
  });

  it('of a quarter that was published before is refused where it differs by too few', () => {
    const first = makeRelease(LARGE, ORIGIN);
    const before = [{ tables: first.tables, facts: LARGE }];
    const one = factsOf({ africa: [62, 20], europe: [33, 22] });
    expect(makeRelease(one, { ...ORIGIN, before }).losses).toMatchObject([
      { refused: 'differs-by-too-few' },
    ]);
    const many = factsOf({ africa: [81, 40], europe: [53, 42] });
    expect(makeRelease(many, { ...ORIGIN, before }).losses).toMatchObject([{ refused: null }]);
  });
});

describe('the attack on public files', () => {
  it('finds nobody in a protected release', () => {
    const { tables } = readPublic(dataFiles(makeRelease(SMALL, ORIGIN)));
    const result = attackTables({ name: 'q', tables, facts: SMALL }, RULES);
    expect(result).toMatchObject({ found: [], unsettled: [] });
    expect(result.targets).toBeGreaterThan(8);
  });

  it('finds the few in a release that hid only their own cell', () => {
    const { tables } = readPublic(dataFiles(makeRelease(SMALL, ORIGIN)));
    const [table] = makeRelease(SMALL, { ...ORIGIN, rules: { ...RULES, roundTo: 1 } }).tables;
    const open = tables.map((each) => ({
      ...each,
      made: { people: 10, roundTo: 1 },
      cells: each.cells.map(({ spec }) => {
        const count = (SMALL.populations.cases ?? []).filter(({ values }) =>
          Object.entries(spec.where).every(([name, value]) => values[name] === value),
        ).length;
        return { spec, value: count < 10 ? ('withheld' as const) : count };
      }),
    }));
    expect(table).toBeDefined();
    const { found } = attackTables({ name: 'q', tables: open, facts: SMALL }, RULES);
    expect(found).toContain('q: margins protected=later-or-not;region=europe');
  });
});

describe('the files for machines', () => {
  it('say the same in CSV, JSON and Parquet', async () => {
    const release = makeRelease(SMALL, ORIGIN);
    const files = dataFiles(release);
    expect(readPublic(files).contradictions).toEqual([]);
    const bytes = files['figures.parquet'] ?? new Uint8Array();
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const rows = await parquetReadObjects({ file: file as ArrayBuffer });
    expect(rows.map((row) => row.value ?? null)).toEqual(release.figures.map(({ value }) => value));
    expect(rows.map(({ slice }) => slice)).toEqual(release.figures.map(({ slice }) => slice));
  });

  it('name every column in the dictionary', () => {
    const files = dataFiles(makeRelease(SMALL, ORIGIN));
    const text = (name: string) => new TextDecoder().decode(files[name]);
    const { files: listed } = JSON.parse(text('dictionary.json')) as {
      readonly files: Record<string, readonly { readonly name: string }[]>;
    };
    for (const [name, columns] of Object.entries(listed)) {
      expect(text(name).split('\r\n')[0]).toBe(columns.map((column) => column.name).join(','));
    }
  });
});

describe('CSV', () => {
  it('quotes commas, quotes and line ends, and reads back what it wrote', () => {
    const rows = [{ a: 'x,"y"\r\nz', b: 1.5, c: null }];
    const text = csvOf(['a', 'b', 'c'], rows);
    expect(text).toBe('a,b,c\r\n"x,""y""\r\nz",1.5,\r\n');
    expect(readCsv(text)).toEqual([{ a: 'x,"y"\r\nz', b: '1.5', c: '' }]);
  });
});

describe('a quarter', () => {
  it('begins and ends with its months', () => {
    expect(QUARTER).toMatchObject({ fromMs: Date.UTC(2026, 0), toMs: Date.UTC(2026, 3) });
    expect(quarterOf('2026-Q4').months).toEqual({ from: 24_321, to: 24_323 });
    expect(() => quarterOf('2026-Q5')).toThrow(/no quarter/);
  });

  it('is due when it was over for long enough', () => {
    expect(settledQuarter(Date.UTC(2026, 3, 14), 14).name).toBe('2025-Q4');
    expect(settledQuarter(Date.UTC(2026, 3, 15), 14).name).toBe('2026-Q1');
  });
});

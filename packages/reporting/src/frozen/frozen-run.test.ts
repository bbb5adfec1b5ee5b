import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from '@hrd-shield/policy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCodeVersion } from './code-version.ts';
import { diffRuns } from './diff-runs.ts';
import { FrozenInputs, freezeInputs } from './frozen-inputs.ts';
import { computeRun, FrozenRun } from './frozen-run.ts';
import { keepRun, readRun, readRunLog } from './run-store.ts';
import { verifyRun } from './verify-run.ts';

const SHARE: Benchmark = {
  formulaHash: 'f1',
  definition: {
    id: 'share',
    recommendation: 'R4',
    title: 'Share',
    question: 'How many?',
    population: 'All.',
    exclusions: [],
    statistic: 'clustered-ratio',
    unit: 'ratio',
    minimumCell: 3,
    target: { comparison: '>=', value: 0.9, of: 'share' },
    owner: 'response',
    sql: 'SELECT 1',
    revisions: [{ version: 1, change: 'First.' }],
  },
};
const ROWS = [
  { hits: 3, n: 7, people: 5 },
  { hits: 1, n: 3, people: 11 },
  { hits: 2, n: 2, people: 4 },
];
const OPTIONS = { asOf: 1_793_534_400_000, synthetic: false };
const CODE = { codeVersion: 'c1' };

const freeze = (rows: readonly object[]) =>
  freezeInputs(async () => rows as Record<string, unknown>[], [SHARE], OPTIONS);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runs-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a frozen run', () => {
  it('is the same run, digit for digit, in whatever order the store returns rows', async () => {
    const one = computeRun(await freeze(ROWS), CODE);
    const other = computeRun(await freeze([...ROWS].reverse()), CODE);
    expect(other).toEqual(one);
  });

  it('comes out identical from the files that were put down', async () => {
    const inputs = await freeze(ROWS);
    const run = computeRun(inputs, CODE);
    await keepRun(folder, { run, inputs, at: OPTIONS.asOf });
    const read = await readRun(folder, run.run);
    expect(verifyRun(read.run, read.inputs, 'c1')).toEqual({
      ok: true,
      figures: 1,
      identical: 1,
      problems: [],
      isOtherCode: false,
    });
    expect(verifyRun(read.run, read.inputs, 'c2')).toMatchObject({ ok: true, isOtherCode: true });
  });

  it('is another run with another input, formula or code', async () => {
    const inputs = await freeze(ROWS);
    const formula = {
      ...inputs,
      benchmarks: inputs.benchmarks.map((each) => ({ ...each, formulaHash: 'f2' })),
    };
    const names = [
      computeRun(inputs, CODE),
      computeRun(await freeze(ROWS.slice(1)), CODE),
      computeRun(formula, CODE),
      computeRun(inputs, { codeVersion: 'c2' }),
    ].map(({ run }) => run);
    expect(new Set(names).size).toBe(4);
  });

  it('does not verify when a digit, an input or a figure was changed', async () => {
    const inputs = await freeze(ROWS);
    const run = computeRun(inputs, CODE);
    const text = JSON.stringify(run);
    const digit = FrozenRun.parse(
      JSON.parse(text.replace(/"kind":"value","value":0\.\d/, '"kind":"value","value":0.9')),
    );
    expect(verifyRun(digit, inputs, 'c1')).toMatchObject({ ok: false, identical: 0 });
    const other = FrozenInputs.parse(
      JSON.parse(JSON.stringify(inputs).replace('"hits":3', '"hits":99')),
    );
    expect(verifyRun(run, other, 'c1').problems).toContain('the inputs are not those of the run');
    const bare = { ...run, benchmarks: [] };
    expect(verifyRun(bare, inputs, 'c1').problems).toContain('the run does not hold every figure');
  });
});

describe('the log of runs', () => {
  it('keeps a correction beside what it corrects, with the reason, and changes neither', async () => {
    const inputs = await freeze(ROWS);
    const first = computeRun(inputs, CODE);
    expect(await keepRun(folder, { run: first, inputs, at: 0 })).toBe('kept');
    expect(await keepRun(folder, { run: first, inputs, at: 1 })).toBe('known');
    const bytes = await readFile(join(folder, `${first.run}.json`), 'utf8');
    const late = await freeze(ROWS.slice(1));
    const corrects = { run: first.run, reason: 'late facts of one platform' };
    const second = computeRun(late, { ...CODE, corrects });
    await keepRun(folder, { run: second, inputs: late, at: 2 });
    expect((await readRunLog(folder)).map(({ run, corrects: of }) => [run, of])).toEqual([
      [first.run, undefined],
      [second.run, corrects],
    ]);
    expect(await readFile(join(folder, `${first.run}.json`), 'utf8')).toBe(bytes);
    expect(diffRuns(first, second)).toMatchObject({
      isOtherInput: true,
      isOtherCode: false,
      formulas: [],
      changes: [
        { benchmark: 'share', place: '-/-/all/share', before: { n: 76 }, after: { n: 41 } },
      ],
    });
  });

  it('refuses to correct a run that nobody knows', async () => {
    const inputs = await freeze(ROWS);
    const corrects = { run: 'run_000000000000000000000000', reason: 'none' };
    const run = computeRun(inputs, { ...CODE, corrects });
    await expect(keepRun(folder, { run, inputs, at: 0 })).rejects.toThrow(/not in the log/);
  });

  it('is not begun anew where the log is there and cannot be read', async () => {
    await mkdir(join(folder, 'log.jsonl'));
    const inputs = await freeze(ROWS);
    const kept = keepRun(folder, { run: computeRun(inputs, CODE), inputs, at: 0 });
    await expect(kept).rejects.toThrow(/log.jsonl cannot be read/);
  });

  it('is broken where a line was lost, changed or put in', async () => {
    for (const rows of [ROWS, ROWS.slice(1), ROWS.slice(2)]) {
      const inputs = await freeze(rows);
      await keepRun(folder, { run: computeRun(inputs, CODE), inputs, at: 0 });
    }
    const path = join(folder, 'log.jsonl');
    const text = await readFile(path, 'utf8');
    const lines = text.trimEnd().split('\n');
    await writeFile(path, `${[lines[0], lines[2]].join('\n')}\n`);
    await expect(readRunLog(folder)).rejects.toThrow(/broken at line 2/);
    await writeFile(path, text);
    await appendFile(path, `${lines[0]}\n`);
    await expect(readRunLog(folder)).rejects.toThrow(/broken at line 4/);
  });
});

describe('the version of the code', () => {
  it('is the same for the same files', async () => {
    expect(await readCodeVersion()).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await readCodeVersion()).toBe(await readCodeVersion());
  });
});

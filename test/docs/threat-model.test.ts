import { describe, expect, it } from 'vitest';
import { hasTest, pageOf, rowsOf, testsNamedIn } from './named-tests.ts';

const page = pageOf('threat-model.md');
const controls = rowsOf(page).filter((row) => row.length === 4);

describe('the threat model', () => {
  it('names a test for every control, and only tests that are there', () => {
    expect(controls.length).toBeGreaterThanOrEqual(20);
    const named = controls.map((row) => ({ row: row[1], tests: testsNamedIn(row.join(' | ')) }));
    expect(named.filter(({ tests }) => tests.length === 0).map(({ row }) => row)).toEqual([]);
    const missing = named.flatMap(({ tests }) =>
      tests.filter(({ file, name }) => !hasTest(file, name)).map(({ name }) => name),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    'state with a subpoena',
    'insider',
    'stalker among responders',
    'compromised platform service',
    'stolen backup',
    'hostile reporter',
  ])('has the adversary: %s', (adversary) => {
    expect(controls.some(([who]) => who === adversary)).toBe(true);
  });
});

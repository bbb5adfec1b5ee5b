import { describe, expect, it } from 'vitest';
import { countCheck } from './run-check.ts';
import { countTests } from './vitest-report.ts';

const file = (status: string, statuses: readonly string[]) => ({
  name: 'a.test.ts',
  status,
  message: '',
  assertionResults: statuses.map((one) => ({ status: one, fullName: 'a' })),
});

describe('countTests', () => {
  it('counts passed, failed and skipped tests', () => {
    const testResults = [
      file('failed', ['passed', 'failed', 'skipped']),
      file('passed', ['passed']),
    ];
    expect(countTests({ testResults })).toEqual({
      passed: 2,
      failed: 1,
      skipped: 1,
      files: 2,
      failures: ['a.test.ts: a'],
    });
  });

  it('counts a file that did not load as one failure', () => {
    expect(countTests({ testResults: [file('failed', [])] }).failed).toBe(1);
  });

  it('counts a file whose hook broke after its tests as one failure', () => {
    expect(countTests({ testResults: [file('failed', ['passed'])] })).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  it('names each failure with the first line of its reason', () => {
    const broken = { status: 'failed', fullName: 'b', failureMessages: ['late\n  at one'] };
    const unloaded = { ...file('failed', []), name: 'c.test.ts', message: 'not found\n  at two' };
    expect(
      countTests({
        testResults: [{ ...file('failed', []), assertionResults: [broken] }, unloaded],
      }).failures,
    ).toEqual(['a.test.ts: b: late', 'c.test.ts: not found']);
  });

  it('names a file whose hook broke beside the test that failed in it', () => {
    const broken = { ...file('failed', ['failed']), message: 'hook timed out\n  at one' };
    expect(countTests({ testResults: [broken] }).failures).toEqual([
      'a.test.ts: a',
      'a.test.ts: hook timed out',
    ]);
  });

  it('names a file whose process ended in the middle, which its report calls passed', () => {
    const testResults = [
      file('passed', ['passed', 'pending', 'pending']),
      file('passed', []),
      file('failed', ['failed']),
    ];
    expect(countTests({ testResults })).toEqual({
      passed: 1,
      failed: 3,
      skipped: 0,
      files: 3,
      failures: [
        'a.test.ts: ended before 2 of its tests had',
        'a.test.ts: ended before any of its tests had',
        'a.test.ts: a',
      ],
    });
  });

  it('counts a run without a report as one failure', () => {
    expect(countTests(undefined).failed).toBe(1);
  });
});

describe('countCheck', () => {
  const step = { name: 's', ms: 1, summary: '', details: '' };

  it('counts each step as one, and the unit tests by their number', () => {
    const tests = { passed: 40, failed: 0 };
    expect(
      countCheck([
        { ...step, ok: true },
        { ...step, ok: true, tests },
      ]),
    ).toEqual({
      passed: 41,
      failed: 0,
    });
  });

  it('never loses a failed step', () => {
    const tests = { passed: 40, failed: 0 };
    expect(
      countCheck([
        { ...step, ok: false },
        { ...step, ok: false, tests },
      ]),
    ).toEqual({
      passed: 40,
      failed: 2,
    });
  });
});

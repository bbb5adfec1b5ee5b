import { expect, it } from 'vitest';
import { countFaults } from './fault-tier.ts';

const line = (ok: boolean, held: boolean): string =>
  JSON.stringify({
    ok,
    seed: 7,
    suites: {
      response: {
        faults: [
          { fault: 'worker', step: 'apply-sent', seed: 7, ok: true, recoveryMs: 12 },
          { fault: 'broker', step: 'apply-sent', seed: 7, ok: held, recoveryMs: null },
        ],
        invariants: [{ invariant: 'i', says: 's', ok: true, checked: 4, violations: [] }],
      },
    },
  });

it('counts each fault and each invariant of a run of faults', () => {
  expect(countFaults(`seed 7\n${line(true, true)}\n`, 0)).toMatchObject({ passed: 3, failed: 0 });
  expect(countFaults(`seed 7\n${line(false, false)}`, 1)).toMatchObject({
    passed: 2,
    failed: 1,
    failures: ['broker at apply-sent, seed 7'],
  });
});

it('counts a run that ends without a word, or badly though all held, as a failure', () => {
  expect(countFaults('seed 7\nkilled', 143)).toMatchObject({ passed: 0, failed: 1 });
  expect(countFaults(line(false, true), 1)).toMatchObject({ passed: 3, failed: 1 });
});

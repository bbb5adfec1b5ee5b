import { expect, it } from 'vitest';
import { FLOW_STRIKES } from './flow/flow-strikes.ts';
import { FAULTS, linesOfMissing, rollOf } from './roll.ts';
import type { SuiteResult } from './suite.ts';

const RESULT: SuiteResult = {
  faults: [
    { fault: 'F1 broker-killed', step: 's', seed: 1, ok: true, recoveryMs: 30 },
    { fault: 'broker-killed', step: 's', seed: 1, ok: true, recoveryMs: 50 },
    { fault: 'F10 clocks', step: 's', seed: 1, ok: false, recoveryMs: null },
  ],
  invariants: [
    { invariant: 'I1 events', says: 's', ok: true, checked: 3, violations: [] },
    { invariant: 'I10 figures', says: 's', ok: false, checked: 2, violations: ['v'] },
    { invariant: 'I9 audit', says: 's', ok: true, checked: 0, violations: [] },
  ],
  notPlayed: [{ fault: 'F14 disk-full', why: 'no disk' }],
};

it('the roll has one entry for each fault and invariant, whatever was played', () => {
  const { faults, invariants } = rollOf({});
  expect(faults.map(({ fault }) => fault)).toEqual(
    Array.from({ length: 22 }, (_, n) => `F${n + 1}`),
  );
  expect(invariants.map(({ invariant }) => invariant)).toEqual(
    Array.from({ length: 10 }, (_, n) => `I${n + 1}`),
  );
});

it('a fault is held when it held at every step, and one nobody played is missing', () => {
  const roll = rollOf({ flow: RESULT });
  const stateOf = (id: string) => roll.faults.find(({ fault }) => fault === id);
  expect(stateOf('F1')).toMatchObject({ state: 'held', plays: 2, slowestRecoveryMs: 50 });
  expect(stateOf('F10')).toMatchObject({ state: 'failed', plays: 1 });
  expect(stateOf('F14')).toMatchObject({ state: 'not-played', why: 'no disk' });
  expect(stateOf('F22')).toMatchObject({ state: 'not-played', why: 'npm run soak' });
  expect(roll.missing).toContain('F2');
  expect(roll.missing).not.toContain('F1');
});

it('an invariant over nothing was not looked at', () => {
  const roll = rollOf({ flow: RESULT });
  const states = Object.fromEntries(roll.invariants.map((one) => [one.invariant, one.state]));
  expect(states).toMatchObject({ I1: 'held', I10: 'failed', I9: 'not-looked-at' });
  expect(linesOfMissing(roll).join('\n')).toContain('NOT looked at I9');
});

it('the whole of the flow plays every fault of the table but the soak', () => {
  const played = new Set(
    FLOW_STRIKES.filter(({ isExtra }) => isExtra !== true).map(({ name }) => name.split(' ')[0]),
  );
  expect(Object.keys(FAULTS).filter((fault) => !played.has(fault))).toEqual(['F22']);
});

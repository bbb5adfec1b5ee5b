import type { SuiteResult } from './suite.ts';

/** What became of one fault of the design: F1 to F22. */
export interface FaultOnRoll {
  readonly fault: string;
  readonly says: string;
  readonly state: 'held' | 'failed' | 'not-played';
  /** How often it was played, at whatever step. */
  readonly plays: number;
  readonly slowestRecoveryMs: number | null;
  /** Where it was not played: why, and how it is. */
  readonly why?: string;
}

/** What became of one invariant of the design: I1 to I10. */
export interface InvariantOnRoll {
  readonly invariant: string;
  readonly says: string;
  readonly state: 'held' | 'failed' | 'not-looked-at';
  readonly checked: number;
}

/** One entry for each fault and each invariant, played or not: what is missing is seen. */
export interface Roll {
  readonly faults: readonly FaultOnRoll[];
  readonly invariants: readonly InvariantOnRoll[];
  /** Names of those that nobody played or looked at. */
  readonly missing: readonly string[];
}

/** The fault table of the design. */
export const FAULTS: Readonly<Record<string, string>> = {
  F1: 'broker killed in mid batch',
  F2: 'broker paused, and looks alive',
  F3: 'screening killed between output and commit',
  F4: 'detection killed in mid window',
  F5: 'members of a group join and leave',
  F6: 'a hung handler wakes past its session',
  F7: 'poison pills and rotten bytes',
  F8: 'duplicates',
  F9: 'out of order, and late',
  F10: 'clocks of producers, hosts and broker are wrong',
  F11: 'column store away, or its answers',
  F12: 'workflow server away',
  F13: 'worker killed at each step of a case',
  F14: 'disk full',
  F15: 'a slow sink',
  F16: 'everything replayed',
  F17: 'offsets gone, topic made anew',
  F18: 'list changes, registry away',
  F19: 'keys rotated',
  F20: 'storms of signals',
  F21: 'two builds side by side',
  F22: 'soak: faults at random',
};

export const INVARIANTS: Readonly<Record<string, string>> = {
  I1: 'events are accounted for',
  I2: 'every event about a defender is kept',
  I3: 'signals are those of the log',
  I4: 'every signal is in exactly one case',
  I5: 'every measure is applied once, or refused with a reason',
  I6: 'each outcome is one row',
  I7: 'no commit is ahead of its output',
  I8: 'nobody is named',
  I9: 'the audit chain verifies, and two approve every reveal',
  I10: 'figures are the same, counted twice',
};

/** What the suites call a fault of the table. */
const ALSO: Readonly<Record<string, string>> = {
  'broker-killed': 'F1',
  'temporal-killed': 'F12',
  'worker-killed': 'F13',
  'consumer-killed': 'F13',
  storm: 'F20',
};
const SOAK = 'soak';
const BY_HAND: Readonly<Record<string, string>> = { F22: 'npm run soak' };

const idOf = (name: string): string => ALSO[name] ?? name.split(' ')[0] ?? '';

/** @param suites what was played, by the name of its suite */
export function rollOf(suites: Readonly<Record<string, SuiteResult>>): Roll {
  const results = Object.values(suites);
  const soaked = suites[SOAK]?.faults ?? [];
  const faults = Object.entries(FAULTS).map(([fault, says]): FaultOnRoll => {
    const own = results.flatMap((one) => one.faults.filter((each) => idOf(each.fault) === fault));
    const plays = fault === 'F22' ? soaked : own;
    if (plays.length === 0) {
      const without = results
        .flatMap(({ notPlayed = [] }) => notPlayed)
        .find((one) => idOf(one.fault) === fault)?.why;
      const why = without ?? BY_HAND[fault] ?? 'not part of this run';
      return { fault, says, state: 'not-played', plays: 0, slowestRecoveryMs: null, why };
    }
    const recoveries = plays.flatMap(({ recoveryMs }) => recoveryMs ?? []);
    return {
      fault,
      says,
      state: plays.every(({ ok }) => ok) ? 'held' : 'failed',
      plays: plays.length,
      slowestRecoveryMs: recoveries.length === 0 ? null : Math.max(...recoveries),
    };
  });
  const invariants = Object.entries(INVARIANTS).map(([invariant, says]): InvariantOnRoll => {
    const own = results
      .flatMap((one) => one.invariants)
      .filter((each) => idOf(each.invariant) === invariant);
    const checked = own.reduce((sum, one) => sum + one.checked, 0);
    const held = own.every(({ ok }) => ok) ? 'held' : 'failed';
    return { invariant, says, state: checked === 0 ? 'not-looked-at' : held, checked };
  });
  return {
    faults,
    invariants,
    missing: [
      ...faults.filter(({ state }) => state === 'not-played').map(({ fault }) => fault),
      ...invariants
        .filter(({ state }) => state === 'not-looked-at')
        .map(({ invariant }) => invariant),
    ],
  };
}

/** One line for each that is missing, for people. */
export function linesOfMissing({ faults, invariants }: Roll): readonly string[] {
  return [
    ...faults.flatMap(({ fault, says, why }) =>
      why === undefined ? [] : [`NOT played ${fault} ${says}: ${why}`],
    ),
    ...invariants
      .filter(({ state }) => state === 'not-looked-at')
      .map(({ invariant, says }) => `NOT looked at ${invariant} ${says}`),
  ];
}

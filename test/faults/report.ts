import type { SuiteResult } from './suite.ts';

/** A run that hangs must not hang whoever waits for it. */
export function endAfter(minutes: number, tell: () => void): NodeJS.Timeout {
  return setTimeout(() => {
    tell();
    process.exit(1);
  }, minutes * 60_000);
}

/** @returns whether everything held and something was looked at */
export function report(result: SuiteResult, seed: number, say: (line: string) => void): boolean {
  for (const { detail, fault, ok, recoveryMs, step } of result.faults) {
    const took = recoveryMs === null ? '' : ` after ${(recoveryMs / 1_000).toFixed(1)} s`;
    if (!ok) say(`FAIL ${fault} at ${step} (seed ${seed}): ${detail ?? 'not through'}${took}`);
  }
  for (const { checked, invariant, ok, says, violations } of result.invariants) {
    say(`${ok ? 'ok  ' : 'FAIL'} ${invariant} ${says} (${checked} looked at)`);
    for (const line of violations) say(`       seed ${seed}: ${line}`);
  }
  const done = result.faults.filter(({ ok }) => ok).length;
  say(`${done} of ${result.faults.length} faults passed`);
  return done === result.faults.length && result.invariants.every(({ ok }) => ok);
}

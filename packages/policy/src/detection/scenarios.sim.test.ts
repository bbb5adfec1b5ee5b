import { describe, expect, test } from 'vitest';
import { loadDetectionPolicy } from './load-detection-policy.ts';
import { run } from './testing/run.ts';
import { ATTACKS, LOOK_ALIKES } from './testing/scenarios.ts';
import { TEXTS } from './testing/texts.ts';

const policy = loadDetectionPolicy();
const GUARD = 2;
/** A classifier at AUC 0.80 in English and 0.65 elsewhere, 30 % of verdicts missing; or none. */
const VARIANTS = [
  { script: 'Latin', texts: TEXTS.en, auc: 0.8 },
  { script: 'Latin', texts: TEXTS.en, auc: undefined },
  { script: 'Cyrillic', texts: TEXTS.ru, auc: 0.65 },
  { script: 'Cyrillic', texts: TEXTS.ru, auc: undefined },
  { script: 'Arabic', texts: TEXTS.ar, auc: 0.65 },
  { script: 'Arabic', texts: TEXTS.ar, auc: undefined },
  { script: 'Devanagari', texts: TEXTS.hi, auc: 0.65 },
  { script: 'Devanagari', texts: TEXTS.hi, auc: undefined },
] as const;
/** Seeds that were not looked at while the weights were chosen. */
const SEEDS = [10_001];
/** A median of delays asks for more than one course of events in each script. */
const ATTACK_SEEDS = [10_001, 10_002, 10_003];
/** Eight streams of sixteen days each, on a busy machine. */
const LONG_MS = 60_000;

describe.each(Object.entries(ATTACKS))('attack %s', (_, make) => {
  test(
    'reaches guard in every script, with and without verdicts',
    () => {
      const runs = VARIANTS.flatMap(({ texts, auc }) =>
        ATTACK_SEEDS.map((seed) => run(make({ seed, texts, auc }), policy)),
      );
      const reached = runs.filter((result) => result.highest >= GUARD);
      const delays = reached.map((result) => result.hostileToGuard ?? 0).sort((a, b) => a - b);
      expect(reached.length / runs.length).toBeGreaterThanOrEqual(0.9);
      expect(delays[Math.floor(delays.length / 2)]).toBeLessThanOrEqual(15);
    },
    LONG_MS,
  );
});

describe.each(Object.entries(LOOK_ALIKES))('look-alike %s', (_, make) => {
  test(
    'stays below guard in every script, with and without verdicts',
    () => {
      for (const { texts, auc } of VARIANTS) {
        for (const seed of SEEDS) {
          const result = run(make({ seed, texts, auc }), policy);
          const loud = result.signals.find((signal) => ['guard', 'shield'].includes(signal.tier));
          expect(loud?.explanation.reasons ?? []).toEqual([]);
        }
      }
    },
    LONG_MS,
  );
});

test('a takeover is told at the sensitive action', () => {
  const result = run(ATTACKS.a22({ seed: 10_003, texts: TEXTS.en, auc: 0.8 }), policy);
  const first = result.signals.find((signal) => signal.tier === 'shield');
  expect(first).toMatchObject({ threat: 'account-takeover', directHarm: true, inauthentic: true });
  expect(result.hostileToGuard).toBe(1);
});

test('a false-report wave asks about enforcement, and speaks of no speech', () => {
  const result = run(ATTACKS.a15({ seed: 10_004, texts: TEXTS.ar, auc: 0.65 }), policy);
  const loud = result.signals.find((signal) => signal.tier === 'guard');
  expect(loud?.threat).toBe('mass-report');
  expect(loud?.hostility).toBeUndefined();
});

test('a pile-on that copies a text is one campaign with both threats; the odd day after it only a watch', () => {
  const result = run(ATTACKS.a03({ seed: 10_005, texts: TEXTS.ru, auc: 0.65 }), policy);
  const named = result.signals.filter(({ threats }) => !threats.includes('off-pattern'));
  expect(new Set(named.map((signal) => signal.campaign)).size).toBe(1);
  expect(named.at(-2)?.threats).toEqual(['pile-on', 'copypasta']);
  const odd = result.signals.filter(({ threats }) => threats.includes('off-pattern'));
  expect(odd.every(({ tier }) => tier === 'watch' || tier === 'none')).toBe(true);
});

test('listed actors are attackers', () => {
  const stream = ATTACKS.a03({ seed: 10_006, texts: TEXTS.en, auc: 0.8 });
  const last = run(stream, policy).signals.findLast((signal) => signal.tier === 'shield');
  const listed = last?.actors ?? [];
  const right = listed.filter((actor) => stream.attackers.has(actor.ref)).length;
  expect(listed.length).toBeGreaterThanOrEqual(0.7 * stream.attackers.size);
  expect(right / listed.length).toBeGreaterThanOrEqual(0.9);
});

test('contributions add up to the logit, and the calm after an attack is told', () => {
  const { signals } = run(ATTACKS.a01({ seed: 10_007, texts: TEXTS.hi, auc: 0.65 }), policy);
  for (const { explanation } of signals) {
    const sum = explanation.reasons.reduce((all, reason) => all + reason.contribution, 0);
    expect(Math.abs(explanation.prior + sum - explanation.logit)).toBeLessThan(1e-9);
  }
  expect(signals.at(-1)?.tier).toBe('none');
});

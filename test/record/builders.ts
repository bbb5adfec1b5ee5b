import type { Outcome, RiskSignal } from '@hrd-shield/contracts';

/** @param number makes outcome, case and signal of its own */
export function anOutcome(number: number, over: Partial<Outcome> = {}): Outcome {
  const tail = String(number).padStart(21, '0');
  return {
    id: `u_A${tail}`,
    kind: 'case.opened',
    defender: `d_A${tail}`,
    at: 1_790_000_000_000 + number,
    case: `k_A${tail}`,
    campaign: `c_A${tail}`,
    threat: 'pile-on',
    ...over,
  } as Outcome;
}

export function aSignal(number: number, revision: number): RiskSignal {
  const tail = String(number).padStart(21, '0');
  return {
    id: `s_A${tail}`,
    revision,
    defender: `d_A${tail}`,
    campaign: `c_A${tail}`,
    threat: 'pile-on',
    threats: ['pile-on'],
    tier: 'guard',
    score: 0.9,
    coordination: 0.8,
    inauthentic: true,
    directHarm: false,
    firstEventAt: 1_790_000_000_000,
    eventAt: 1_790_000_060_000,
    eventCount: 40,
    actorCount: 30,
    explanation: {
      prior: -4,
      logit: 2.2,
      reasons: [
        {
          family: 'volume',
          detector: 'D1',
          template: 'many-actors',
          value: 30,
          contribution: 6.2,
          evidence: [],
        },
      ],
      gates: [],
      benign: [],
      missing: [],
      degraded: false,
    },
    policyHash: 'aa',
  } as unknown as RiskSignal;
}

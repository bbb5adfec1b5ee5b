import { describe, expect, it } from 'vitest';
import { judgeScenario, type ScenarioTruth } from './scenario-row.ts';

const attack: ScenarioTruth = {
  campaign: 'A01',
  scenario: 'A01',
  kind: 'attack',
  title: 'pile-on',
  language: 'en',
  expected: 'guard',
  startsAt: 1_000,
  endsAt: 9_000,
  firstHostileAt: 2_000,
};
const signal = (tier: 'watch' | 'guard' | 'shield', eventAt: number, appendedAt = 50_000) => ({
  tier,
  threat: 'pile-on',
  eventAt,
  appendedAt,
});
const measures = [
  { measure: 'limit-replies', at: 50_400 },
  { measure: 'limit-replies', at: 60_000 },
];

describe('judgeScenario', () => {
  it('counts detection from the first hostile event and protection from the signal', () => {
    const signals = [
      signal('shield', 7_000, 51_000),
      signal('watch', 3_000),
      signal('guard', 5_000),
    ];
    expect(judgeScenario(attack, { signals, measures })).toMatchObject({
      flagged: true,
      flaggedAt: 5_000,
      tier: 'shield',
      detectMs: 3_000,
      protectMs: 400,
      measures: ['limit-replies'],
      agrees: true,
    });
  });

  it('does not accept an attack that is flagged only after it ended, or not at all', () => {
    expect(judgeScenario(attack, { signals: [signal('guard', 9_500)], measures }).agrees).toBe(
      false,
    );
    expect(judgeScenario(attack, { signals: [signal('watch', 5_000)], measures }).agrees).toBe(
      false,
    );
  });

  it('accepts a look-alike at watch and refuses it at guard', () => {
    const benign: ScenarioTruth = { ...attack, kind: 'look-alike', expected: 'below-guard' };
    expect(judgeScenario(benign, { signals: [signal('watch', 5_000)], measures: [] }).agrees).toBe(
      true,
    );
    expect(judgeScenario(benign, { signals: [signal('guard', 5_000)], measures: [] }).agrees).toBe(
      false,
    );
  });

  it('accepts no signal of any tier on somebody who withdrew consent', () => {
    const withdrawn: ScenarioTruth = { ...attack, expected: 'nothing' };
    expect(judgeScenario(withdrawn, { signals: [], measures: [] }).agrees).toBe(true);
    expect(
      judgeScenario(withdrawn, { signals: [signal('watch', 5_000)], measures: [] }).agrees,
    ).toBe(false);
  });
});

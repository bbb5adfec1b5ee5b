import { type CampaignId, deriveId, type Tier } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import { MAX_REACHED, NONE_REACHED, raisedBy } from './raised-tier.ts';

const about = (name: string): CampaignId => deriveId('c', name) as CampaignId;

/** Which of the signals of one defender pass at once. */
function passing(signals: readonly (readonly [campaign: string, tier: Tier])[]): string[] {
  let reached = NONE_REACHED;
  return signals.flatMap(([campaign, tier]) => {
    const next = raisedBy(reached, { campaign: about(campaign), tier });
    reached = next ?? reached;
    return next === undefined ? [] : [`${campaign} ${tier}`];
  });
}

describe('a raised tier', () => {
  it('given a watch, when a guard of the campaign follows, then it passes', () => {
    expect(
      passing([
        ['a', 'watch'],
        ['a', 'guard'],
      ]),
    ).toEqual(['a watch', 'a guard']);
  });

  it('given a guard, when guards and watches of the campaign follow, then they are repeats', () => {
    expect(
      passing([
        ['a', 'guard'],
        ['a', 'guard'],
        ['a', 'watch'],
      ]),
    ).toEqual(['a guard']);
  });

  it('given a shield on one campaign, when another reaches guard, then it passes too', () => {
    expect(
      passing([
        ['a', 'shield'],
        ['b', 'guard'],
        ['b', 'guard'],
      ]),
    ).toEqual(['a shield', 'b guard']);
  });

  it('given a tier that fell, when it is reached again, then it is a repeat', () => {
    expect(
      passing([
        ['a', 'shield'],
        ['a', 'none'],
        ['a', 'guard'],
        ['a', 'shield'],
      ]),
    ).toEqual(['a shield']);
  });

  it('given as many campaigns as are told apart, when more come, then one of each tier passes', () => {
    const flood = Array.from({ length: MAX_REACHED }, (_, i) => [`f${i}`, 'watch'] as const);
    const more = [
      ['x', 'watch'],
      ['y', 'watch'],
      ['y', 'guard'],
      ['z', 'guard'],
      ['f0', 'guard'],
    ] as const;
    expect(passing([...flood, ...more]).slice(MAX_REACHED)).toEqual([
      'x watch',
      'y guard',
      'f0 guard',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { type BreakerEvent, countForBreakers, EMPTY_LEDGER, type Tripped } from './breakers.ts';
import { aMeasure, aPolicy, HOUR, MINUTE, START } from './spec/builders.ts';

const policy = aPolicy({
  limits: {
    jitterMs: 0,
    reachMsPerWeek: HOUR,
    breakerFailuresPerHour: 3,
    breakerRejectionsPerHour: 2,
    breakerRestMs: HOUR,
    bandMin: 5,
  },
  measures: {
    'limit-replies': aMeasure('limit-replies', { quotaPerRegionHour: 1 }),
    'slow-actors': aMeasure('slow-actors', { subject: 'actors', quotaPerRegionHour: 3 }),
  },
});

function play(events: readonly BreakerEvent[]): readonly Tripped[] {
  let ledger = EMPTY_LEDGER;
  return events.flatMap((event) => {
    const counted = countForBreakers(ledger, event, policy);
    ledger = counted.ledger;
    return counted.tripped;
  });
}

const applied = (i: number, more: Partial<BreakerEvent> = {}): BreakerEvent => ({
  kind: 'applied',
  at: START + i * MINUTE,
  measure: 'slow-actors',
  case: `k${i}`,
  country: 'AQ',
  ...(more as object),
});

describe('a circuit breaker', () => {
  it('trips for one measure in one country, and for an hour', () => {
    expect(play([applied(0), applied(1), applied(2)])).toEqual([
      {
        measure: 'slow-actors',
        country: 'AQ',
        reason: 'quota',
        until: START + 2 * MINUTE + HOUR,
      },
    ]);
    expect(play([applied(0), applied(1), applied(2, { country: 'BV' })])).toEqual([]);
  });

  it('forgets what is older than an hour', () => {
    expect(play([applied(0), applied(1), applied(61)])).toEqual([]);
  });

  it('never disarms the defender side', () => {
    const own = Array.from({ length: 50 }, (_, i) =>
      applied(0, { measure: 'limit-replies', case: `${i}` } as object),
    );
    expect(play(own)).toEqual([]);
  });

  it('trips when the platform keeps failing, and when people keep undoing', () => {
    const failed = (i: number): BreakerEvent => ({
      kind: 'failed',
      at: START + i,
      measure: 'slow-actors',
    });
    expect(play([failed(0), failed(1), failed(2)]).map(({ reason }) => reason)).toEqual([
      'failures',
    ]);
    const rejected = (i: number): BreakerEvent => ({
      kind: 'rejected',
      at: START + i * MINUTE,
      case: `k${i}`,
    });
    const story = play([applied(0), applied(1), rejected(0), rejected(1)]);
    expect(story).toMatchObject([{ measure: 'slow-actors', reason: 'rejections' }]);
    expect(play([rejected(0), rejected(1)])).toEqual([]);
  });

  it('lets pass again after it has tripped, and trips anew', () => {
    const twice = [0, 1, 2, 3, 4, 5].map((i) => applied(i));
    expect(play(twice)).toHaveLength(2);
  });
});

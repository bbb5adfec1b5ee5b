import { parsePlatformEvent } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { createCity } from './city.ts';
import type { CityEvent } from './truth.ts';

const START = Date.UTC(2026, 0, 5);
const SMALL = { seed: 'test', startAt: START, accounts: 5_000, defenders: 60, events: 30_000 };

function structured(event: CityEvent): Parameters<typeof parsePlatformEvent>[0] {
  const time = new Date(event.at).toISOString();
  return {
    specversion: '1.0',
    id: event.id,
    source: '/city',
    type: event.type,
    time,
    data: event.data,
  };
}

describe('createCity', () => {
  it('yields the same stream for the same seed, and another for another', () => {
    const first = JSON.stringify([...createCity(SMALL).events()].slice(0, 3000));
    const again = JSON.stringify([...createCity(SMALL).events()].slice(0, 3000));
    const other = JSON.stringify([...createCity({ ...SMALL, seed: 'x' }).events()].slice(0, 3000));
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('yields events in order of event time, as many as it says, keyed by the affected account', () => {
    const city = createCity(SMALL);
    let last = 0;
    let count = 0;
    for (const event of city.events()) {
      expect(event.at).toBeGreaterThanOrEqual(last);
      expect(event.key).toBe(event.data.affected);
      last = event.at;
      count++;
    }
    expect(count).toBe(30_000);
    expect(city.eventCount).toBe(30_000);
    expect(last).toBeLessThan(city.endAt + 12 * 3_600_000);
  });

  it('makes only events that the platform schemas accept, with ids of their own', () => {
    const ids = new Set<string>();
    for (const event of createCity(SMALL).events()) {
      ids.add(event.id);
      const parsed = parsePlatformEvent(structured(event));
      if (!parsed.ok) expect.fail(`${event.type}: ${parsed.reason}`);
    }
    expect(ids.size).toBe(30_000);
  });

  it('keeps events that touch defenders below one in a hundred of a million', () => {
    const city = createCity({ seed: 7, startAt: START });
    expect(city.eventCount).toBe(1_000_000);
    expect(city.accounts).toBeGreaterThanOrEqual(50_000);
    expect(city.defenders).toHaveLength(200);
    expect(city.defenderEventCount).toBeGreaterThan(5_000);
    expect(city.defenderEventCount).toBeLessThan(10_000);
  });

  it('puts truth beside the events and never inside them', () => {
    for (const event of createCity(SMALL).events()) {
      const text = JSON.stringify([event.id, event.data]);
      if (event.truth.campaign !== undefined) {
        expect(text).not.toMatch(/truth|"role"|attacker|A01|A03|A15|A22|B0[1245]|B1[67]/);
      }
    }
  });

  it('starts the attack on a defender who withdrew only after the withdrawal', () => {
    const city = createCity(SMALL);
    const [withdrawal] = city.withdrawals;
    const attack = city.campaigns.find((truth) => truth.expected === 'nothing');
    expect(city.withdrawals).toHaveLength(1);
    expect(attack?.account).toBe(withdrawal?.account);
    expect(attack?.startsAt).toBeGreaterThan(withdrawal?.at ?? Number.POSITIVE_INFINITY);
  });

  it('speaks at least three scripts and covers every attack and look-alike of the plan', () => {
    const city = createCity(SMALL);
    expect(new Set(city.campaigns.map((truth) => truth.language))).toEqual(
      new Set(['en', 'ru', 'ar', 'hi']),
    );
    expect(new Set(city.campaigns.map((truth) => truth.scenario))).toEqual(
      new Set(['A01', 'A03', 'A07', 'A15', 'A22', 'B01', 'B02', 'B04', 'B05', 'B16', 'B17']),
    );
    expect(new Set(city.campaigns.map((truth) => truth.account)).size).toBe(city.campaigns.length);
  });

  it('carries no verdict at all on a platform without classifiers', () => {
    for (const event of createCity({ ...SMALL, verdicts: 'none' }).events()) {
      expect(event.data.verdicts).toBeUndefined();
    }
  });
});

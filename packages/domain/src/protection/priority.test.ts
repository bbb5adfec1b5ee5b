import { describe, expect, it } from 'vitest';
import { hasRoom, type PriorityWeights, priorityOf, urgencyOf } from './priority.ts';
import { HOUR, MINUTE, START } from './spec/builders.ts';

const weights: PriorityWeights = {
  tiers: { watch: 1, guard: 4, shield: 16 },
  danger: 64,
  timeLeft: 3,
  timeLeftMs: HOUR,
};
const weighed = (tier: 'watch' | 'guard' | 'shield', danger: boolean, dueAt: number) =>
  priorityOf({ urgency: urgencyOf({ tier, danger }, weights), dueAt }, START, weights);

describe('the priority of tasks', () => {
  it('lets no flood of late minor tasks come before one critical task', () => {
    const minor = Array.from({ length: 10_000 }, (_, i) =>
      weighed('guard', false, START - i * HOUR),
    );
    const critical = weighed('shield', false, START + 4 * HOUR);
    const danger = weighed('watch', true, START + 24 * HOUR);
    const ranked = [...minor, critical, danger].sort((a, b) => b - a);
    expect(ranked.slice(0, 2)).toEqual([danger, critical]);
  });

  it('rises as the time runs out among tasks that are alike', () => {
    const rising = [240, 60, 10, 0].map((left) => weighed('guard', false, START + left * MINUTE));
    expect([...rising].sort((a, b) => a - b)).toEqual(rising);
    expect(new Set(rising).size).toBe(4);
  });

  it('needs classes that lie further apart than lateness can lift', () => {
    expect(hasRoom(weights)).toBe(true);
    expect(hasRoom({ ...weights, timeLeft: 5 })).toBe(false);
    expect(hasRoom({ ...weights, danger: 2 })).toBe(false);
  });
});

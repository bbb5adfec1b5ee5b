import { letterTo, senders } from '../../scenarios/links.ts';
import { eventOf } from '../../scenarios/scenario.ts';
import type { CrewShape } from '../../shapes.ts';
import { CREW, HOUR_MS, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface FloodShape extends CrewShape {
  readonly resets: number;
  readonly durationMs: number;
  readonly lures: number;
}
const base: FloodShape = {
  ...CREW,
  actors: 1,
  freshRatio: 1,
  resets: 8,
  durationMs: HOUR_MS,
  lures: 1,
};

/** A flood of reset requests, and a message that offers help with it. */
export const resetFlood = defineScenario<FloodShape>({
  id: 'A23',
  kind: 'attack',
  title: 'reset flood and a lure by message',
  ranges: {
    resets: range(3, 20, 'requests'),
    durationMs: range(5 * MINUTE_MS, 24 * HOUR_MS, 'ms'),
  },
  presets: {
    easy: { ...base, resets: 18, durationMs: 20 * MINUTE_MS, lures: 2 },
    medium: base,
    evasive: { ...base, resets: 3, durationMs: 20 * HOUR_MS, freshRatio: 0 },
  },
  play: (stage, shape) => {
    const { random, startsAt } = stage;
    const truth = { role: 'attacker', hostile: true } as const;
    const signIn = { networkHash: `n-proxy-${random.int(1000)}`, method: 'recovery' };
    const resets = Array.from({ length: Math.round(shape.resets) }, (_, i) =>
      eventOf(stage, 'org.hrdshield.account.password-reset-requested.v1', {
        at: startsAt + (shape.durationMs * (i + random.next())) / shape.resets,
        truth,
        data: { signIn },
      }),
    );
    const [from] = senders(stage, shape);
    if (from === undefined) return only(resets);
    const link = `https://account-help-${random.int(1e4)}.example/verify`;
    const lures = Array.from({ length: shape.lures }, (_, i) =>
      letterTo(stage, {
        from,
        at: startsAt + shape.durationMs * (0.5 + 0.4 * i),
        link,
        truth,
        missingRatio: shape.missingRatio,
      }),
    );
    return only([...resets, ...lures]);
  },
});

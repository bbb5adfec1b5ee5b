import { PRESETS } from '../../presets.ts';
import { takeOver } from '../../scenarios/sign-ins.ts';
import type { SignInShape } from '../../shapes.ts';
import { MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

/** Guesses, a sign-in from nowhere, and changes that lock the owner out. */
export const takeover = defineScenario<SignInShape>({
  id: 'A22',
  kind: 'attack',
  title: 'account takeover sequence',
  ranges: {
    sensitiveSteps: range(2, 4, 'steps after the sign-in'),
    durationMs: range(MINUTE_MS, 30 * MINUTE_MS, 'ms'),
  },
  presets: PRESETS.A22,
  play: (stage, shape) =>
    only(takeOver(stage, { ...shape, sensitiveSteps: Math.round(shape.sensitiveSteps) })),
});

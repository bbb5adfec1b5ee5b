import { PRESETS } from '../../presets.ts';
import { moveAbout } from '../../scenarios/sign-ins.ts';
import type { SignInShape } from '../../shapes.ts';
import { HOUR_MS, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

/** The defender travels, gets a new phone and uses a VPN. */
export const travel = defineScenario<SignInShape>({
  id: 'B16',
  kind: 'look-alike',
  title: 'travel, new phone, VPN',
  ranges: { durationMs: range(30 * MINUTE_MS, 24 * HOUR_MS, 'ms') },
  presets: PRESETS.B16,
  play: (stage, shape) => only(moveAbout(stage, shape)),
});

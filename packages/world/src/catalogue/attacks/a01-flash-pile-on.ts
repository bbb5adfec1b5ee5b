import { PRESETS } from '../../presets.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

/** Many reply to one person within the hour. */
export const flashPileOn = defineScenario<SpeechShape>({
  id: 'A01',
  kind: 'attack',
  title: 'flash pile-on by replies',
  ranges: {
    actors: range(30, 500, 'accounts'),
    durationMs: range(5 * MINUTE_MS, 60 * MINUTE_MS, 'ms'),
    exposureRatio: range(0.1, 0.4, 'share'),
  },
  presets: { ...PRESETS.A01, evasive: { ...PRESETS.A01.evasive, durationMs: 60 * MINUTE_MS } },
  play: (stage, shape) => only(speakTo(stage, { shape, script: PLAIN_SCRIPT, kind: 'attack' })),
});

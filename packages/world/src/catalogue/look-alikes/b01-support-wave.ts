import { PRESETS } from '../../presets.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

/** Many who met the post in an ordinary way thank its author. */
export const supportWave = defineScenario<SpeechShape>({
  id: 'B01',
  kind: 'look-alike',
  title: 'viral support wave',
  ranges: { actors: range(60, 800, 'accounts'), exposureRatio: range(0.6, 1, 'share') },
  presets: PRESETS.B01,
  play: (stage, shape) => only(speakTo(stage, { shape, kind: 'look-alike', script: PLAIN_SCRIPT })),
});

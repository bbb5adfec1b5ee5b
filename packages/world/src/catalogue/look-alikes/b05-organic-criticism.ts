import { PRESETS } from '../../presets.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

/** Readers disagree with what was said, some of them rudely. */
export const organicCriticism = defineScenario<SpeechShape>({
  id: 'B05',
  kind: 'look-alike',
  title: 'organic criticism of a post',
  ranges: { actors: range(40, 400, 'accounts'), exposureRatio: range(0.7, 1, 'share') },
  presets: PRESETS.B05,
  play: (stage, shape) => only(speakTo(stage, { shape, kind: 'look-alike', script: PLAIN_SCRIPT })),
});

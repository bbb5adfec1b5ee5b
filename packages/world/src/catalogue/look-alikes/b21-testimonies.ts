import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 35,
  durationMs: 12 * HOUR_MS,
  onset: 'wave',
  postsPerActor: 1,
  freshRatio: 0.2,
  freshAgeDaysMax: 30,
  exposureRatio: 0.7,
  stances: { hostile: 0.03, critical: 0.8, neutral: 0.07, supportive: 0.1 },
};

/** People tell what was done to them by somebody who is designated. */
export const testimonies = defineScenario<SpeechShape>({
  id: 'B21',
  kind: 'look-alike',
  title: 'wave of testimonies about the defender',
  ranges: { actors: range(8, 120, 'accounts'), freshRatio: range(0, 0.6, 'share') },
  presets: {
    easy: { ...base, actors: 12, freshRatio: 0.05 },
    medium: base,
    evasive: { ...base, actors: 80, freshRatio: 0.45, durationMs: 3 * HOUR_MS, exposureRatio: 0.5 },
  },
  play: (stage, shape) =>
    only(
      speakTo(stage, {
        shape,
        kind: 'look-alike',
        script: { ...PLAIN_SCRIPT, critical: 'testimony' },
      }),
    ),
});

import { linkCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 60,
  durationMs: 3 * HOUR_MS,
  onset: 'step',
  linkRatio: 0.7,
  exposureRatio: 0.7,
  stances: { hostile: 0.05, critical: 0.65, neutral: 0.25, supportive: 0.05 },
};

/** Newsrooms publish what they found together, and readers discuss it. */
export const jointExpose = defineScenario<SpeechShape>({
  id: 'B23',
  kind: 'look-alike',
  title: 'coordinated exposé with open authorship',
  ranges: { actors: range(15, 300, 'accounts'), linkRatio: range(0.3, 1, 'share') },
  presets: {
    easy: { ...base, actors: 25 },
    medium: base,
    evasive: {
      ...base,
      actors: 200,
      durationMs: HOUR_MS,
      exposureRatio: 0.5,
      stances: { hostile: 0.12, critical: 0.7, neutral: 0.15, supportive: 0.03 },
    },
  },
  play: (stage, shape) => {
    const events = speakTo(stage, {
      shape,
      kind: 'look-alike',
      script: { ...PLAIN_SCRIPT, critical: 'expose' },
      link: 'https://newsroom.example/tender',
    });
    return {
      events,
      streams: [
        linkCounted(stage, {
          domain: 'newsroom.example',
          shares: shape.actors * 12,
          publisher: true,
        }),
      ],
    };
  },
});

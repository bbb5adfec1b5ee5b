import { linkCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 25,
  stances: { hostile: 0, critical: 0, neutral: 1, supportive: 0 },
  linkRatio: 1,
  postsPerActor: 1,
  exposureRatio: 0.2,
};

/** Outlets post the headline of their agency. */
export const syndicatedHeadline = defineScenario<SpeechShape>({
  id: 'B10',
  kind: 'look-alike',
  title: 'one headline at many outlets',
  ranges: { actors: range(8, 80, 'accounts') },
  presets: {
    easy: { ...base, actors: 10 },
    medium: base,
    evasive: { ...base, actors: 60, durationMs: 20 * MINUTE_MS },
  },
  play: (stage, shape) => {
    const events = speakTo(stage, {
      shape,
      kind: 'look-alike',
      script: { ...PLAIN_SCRIPT, neutral: 'headline' },
      copied: { templates: 1, stance: 'neutral' },
      link: 'https://newswire.example/inquiry',
    });
    return {
      events,
      streams: [
        linkCounted(stage, {
          domain: 'newswire.example',
          shares: shape.actors * 10,
          publisher: true,
        }),
      ],
    };
  },
});

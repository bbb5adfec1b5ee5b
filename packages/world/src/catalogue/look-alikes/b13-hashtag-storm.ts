import { topicCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, HOUR_MS, MINUTE_MS, PRAISE } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 200,
  durationMs: HOUR_MS,
  onset: 'step',
  postsPerActor: 2,
  stances: PRAISE,
  channels: { mentioned: 1, quoted: 0.2 },
};

/** Activists post under one hashtag in the hour agreed upon. */
export const hashtagStorm = defineScenario<SpeechShape>({
  id: 'B13',
  kind: 'look-alike',
  title: 'announced hashtag storm for the defender',
  ranges: { actors: range(60, 600, 'accounts') },
  presets: {
    easy: { ...base, actors: 80 },
    medium: base,
    evasive: {
      ...base,
      actors: 450,
      durationMs: 20 * MINUTE_MS,
      exposureRatio: 0.55,
      postsPerActor: 3,
    },
  },
  play: (stage, shape) => {
    const events = speakTo(stage, {
      shape,
      kind: 'look-alike',
      script: { ...PLAIN_SCRIPT, neutral: 'solidarity' },
      shareTemplate: false,
    });
    return {
      events,
      streams: [
        topicCounted(stage, 'topic-many-voices', { count: shape.actors * 12, expected: 5 }),
      ],
    };
  },
});

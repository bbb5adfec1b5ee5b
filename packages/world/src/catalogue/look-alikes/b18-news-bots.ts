import { linkCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, DAY_MS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 8,
  postsPerActor: 10,
  durationMs: 2 * DAY_MS,
  onset: 'even',
  exposureRatio: 0,
  linkRatio: 1,
  stances: { hostile: 0, critical: 0, neutral: 1, supportive: 0 },
  channels: { mentioned: 1 },
};

/** A few automatic accounts post headlines day and night. */
export const newsBots = defineScenario<SpeechShape>({
  id: 'B18',
  kind: 'look-alike',
  title: 'news bots and cross-posters',
  ranges: { actors: range(3, 25, 'accounts'), postsPerActor: range(1, 20, 'posts') },
  presets: {
    easy: { ...base, actors: 4 },
    medium: base,
    evasive: { ...base, actors: 20, postsPerActor: 18 },
  },
  play: (stage, shape) => {
    const events = speakTo(stage, {
      shape,
      kind: 'look-alike',
      script: { ...PLAIN_SCRIPT, neutral: 'headline' },
      link: 'https://newswire.example/feed',
    });
    return {
      events,
      streams: [linkCounted(stage, { domain: 'newswire.example', shares: 900, publisher: true })],
    };
  },
});

import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { expand } from '../../texts/expand.ts';
import { TEXTS } from '../../texts/text-pools.ts';
import { CROWD_SPEECH, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 150,
  exposureRatio: 0.5,
  channels: { quoted: 1 },
  stances: { hostile: 0, critical: 0, neutral: 1, supportive: 0 },
};

/** Many quote one post of the defender, with its own words in it. */
export const giveaway = defineScenario<SpeechShape>({
  id: 'B19',
  kind: 'look-alike',
  title: 'giveaway: quote this post to win',
  ranges: { actors: range(40, 600, 'accounts') },
  presets: {
    easy: { ...base, actors: 60 },
    medium: base,
    evasive: { ...base, actors: 450, freshRatio: 0.15, exposureRatio: 0.3, durationMs: HOUR_MS },
  },
  play: (stage, shape) => {
    const after = expand(TEXTS[stage.language].own[0] ?? '', stage.random, '');
    return only(
      speakTo(stage, {
        shape,
        kind: 'look-alike',
        script: { ...PLAIN_SCRIPT, neutral: 'giveaway' },
        copied: { templates: 1, stance: 'neutral' },
        after,
      }),
    );
  },
});

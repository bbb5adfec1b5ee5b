import { textCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { TEXTS } from '../../texts/text-pools.ts';
import { CROWD_SPEECH, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 90,
  onset: 'even',
  exposureRatio: 0.55,
  stances: { hostile: 0, critical: 0.05, neutral: 0.9, supportive: 0.05 },
  channels: { mentioned: 1 },
};

/** A campaign about a law, addressed to the defender among others. */
export const policyAdvocacy = defineScenario<SpeechShape>({
  id: 'B14',
  kind: 'look-alike',
  title: 'advocacy against a law that tags the defender',
  ranges: { actors: range(30, 400, 'accounts') },
  presets: {
    easy: { ...base, actors: 40 },
    medium: base,
    evasive: { ...base, actors: 250, exposureRatio: 0.35, durationMs: HOUR_MS },
  },
  play: (stage, shape) => {
    const events = speakTo(stage, {
      shape,
      kind: 'look-alike',
      script: { ...PLAIN_SCRIPT, neutral: 'policy' },
    });
    return {
      events,
      streams: [
        textCounted(stage, {
          sample: TEXTS[stage.language].policy[0] ?? '',
          accounts: shape.actors * 8,
          targets: 60,
        }),
      ],
    };
  },
});

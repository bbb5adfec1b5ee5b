import { textCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { TEXTS } from '../../texts/text-pools.ts';
import { CROWD_SPEECH, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 60,
  stances: { hostile: 0, critical: 0, neutral: 0.2, supportive: 0.8 },
  exposureRatio: 0.6,
};

/** The whole platform repeats a verse, also to the defender. */
export const verseRepetition = defineScenario<SpeechShape>({
  id: 'B11',
  kind: 'look-alike',
  title: 'verse, prayer or meme that all repeat',
  ranges: { actors: range(20, 300, 'accounts') },
  presets: {
    easy: { ...base, actors: 25 },
    medium: base,
    evasive: { ...base, actors: 200, exposureRatio: 0.35, durationMs: HOUR_MS },
  },
  play: (stage, shape) => {
    const events = speakTo(stage, {
      shape,
      kind: 'look-alike',
      script: { ...PLAIN_SCRIPT, supportive: 'verse' },
      copied: { templates: 1, stance: 'supportive' },
    });
    return {
      events,
      streams: [
        textCounted(stage, {
          sample: TEXTS[stage.language].verse[0] ?? '',
          accounts: 40_000,
          targets: 5_000,
        }),
      ],
    };
  },
});

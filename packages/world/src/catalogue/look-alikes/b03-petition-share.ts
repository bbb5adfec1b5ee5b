import { textCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { TEXTS } from '../../texts/text-pools.ts';
import { CROWD_SPEECH, HOUR_MS, PRAISE } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 120,
  stances: PRAISE,
  onset: 'even',
  linkRatio: 1,
};

/** The wording of a share button, posted by all who signed. */
export const petitionShare = defineScenario<SpeechShape>({
  id: 'B03',
  kind: 'look-alike',
  title: 'petition share button',
  ranges: { actors: range(40, 600, 'accounts'), exposureRatio: range(0.4, 1, 'share') },
  presets: {
    easy: { ...base, actors: 60 },
    medium: base,
    evasive: { ...base, actors: 350, durationMs: HOUR_MS, exposureRatio: 0.5 },
  },
  play: (stage, shape) => {
    const events = speakTo(stage, {
      shape,
      kind: 'look-alike',
      script: { ...PLAIN_SCRIPT, supportive: 'petition' },
      copied: { templates: 1, stance: 'supportive' },
      link: 'https://letters.example/inquiry',
      shareTemplate: true,
    });
    return {
      events,
      streams: [
        textCounted(stage, {
          sample: TEXTS[stage.language].petition[0] ?? '',
          accounts: shape.actors * 30,
          targets: 200,
          shared: true,
        }),
      ],
    };
  },
});

import { PRESETS } from '../../presets.ts';
import { textCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { TEXTS } from '../../texts/text-pools.ts';
import { defineScenario, range } from '../define-scenario.ts';

/** One statement of support, copied by many. */
export const solidarityStatement = defineScenario<SpeechShape>({
  id: 'B02',
  kind: 'look-alike',
  title: 'copy-paste solidarity statement',
  ranges: { actors: range(30, 500, 'accounts') },
  presets: PRESETS.B02,
  play: (stage, shape) => {
    const events = speakTo(stage, {
      shape,
      kind: 'look-alike',
      script: { ...PLAIN_SCRIPT, supportive: 'solidarity' },
      copied: { templates: 2, stance: 'supportive' },
    });
    return {
      events,
      streams: [
        textCounted(stage, {
          sample: TEXTS[stage.language].solidarity[0] ?? '',
          accounts: shape.actors * 20,
          targets: 40,
        }),
      ],
    };
  },
});

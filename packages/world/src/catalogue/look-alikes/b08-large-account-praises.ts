import { eventId } from '../../scenarios/scenario.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, MINUTE_MS, PRAISE } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 180,
  sourceRatio: 0.8,
  stances: PRAISE,
  onset: 'step',
};

/** One large account sends its readers, who are kind. */
export const largeAccountPraises = defineScenario<SpeechShape>({
  id: 'B08',
  kind: 'look-alike',
  title: 'large account quotes with praise',
  ranges: { actors: range(50, 600, 'accounts') },
  presets: {
    easy: { ...base, actors: 80 },
    medium: base,
    evasive: { ...base, actors: 450, sourceRatio: 1, durationMs: 30 * MINUTE_MS },
  },
  play: (stage, shape) => {
    const source = eventId(stage.random);
    return only(speakTo(stage, { shape, kind: 'look-alike', script: PLAIN_SCRIPT, source }));
  },
});

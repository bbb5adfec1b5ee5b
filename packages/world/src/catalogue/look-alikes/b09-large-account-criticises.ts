import { eventId } from '../../scenarios/scenario.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, DISPUTE, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 150,
  sourceRatio: 0.8,
  stances: DISPUTE,
  onset: 'step',
};

/** One large account disagrees, and its readers argue. */
export const largeAccountCriticises = defineScenario<SpeechShape>({
  id: 'B09',
  kind: 'look-alike',
  title: 'large account quotes with criticism',
  ranges: { actors: range(40, 500, 'accounts'), sourceRatio: range(0.5, 1, 'share') },
  presets: {
    easy: { ...base, actors: 60 },
    medium: base,
    evasive: {
      ...base,
      actors: 350,
      sourceRatio: 1,
      durationMs: 40 * MINUTE_MS,
      stances: { hostile: 0.12, critical: 0.63, neutral: 0.15, supportive: 0.1 },
    },
  },
  play: (stage, shape) => {
    const source = eventId(stage.random);
    return only(speakTo(stage, { shape, kind: 'look-alike', script: PLAIN_SCRIPT, source }));
  },
});

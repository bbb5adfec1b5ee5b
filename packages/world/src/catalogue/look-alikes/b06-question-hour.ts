import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, DISPUTE, HOUR_MS, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 120,
  onset: 'wave',
  durationMs: HOUR_MS,
  knownRatio: 0.6,
};

/** Followers ask at the hour that was announced. */
export const questionHour = defineScenario<SpeechShape>({
  id: 'B06',
  kind: 'look-alike',
  title: 'scheduled question hour',
  ranges: { actors: range(30, 500, 'accounts') },
  presets: {
    easy: { ...base, actors: 50 },
    medium: base,
    evasive: { ...base, actors: 300, stances: DISPUTE, durationMs: 40 * MINUTE_MS },
  },
  play: (stage, shape) => only(speakTo(stage, { shape, kind: 'look-alike', script: PLAIN_SCRIPT })),
});

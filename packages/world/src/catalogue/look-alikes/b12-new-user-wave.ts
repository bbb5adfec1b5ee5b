import { signUpsCounted } from '../../scenarios/background-counts.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 60,
  freshRatio: 0.9,
  creationClusterDays: 4,
  freshAgeDaysMax: 8,
  exposureRatio: 0.8,
};

/** Many young accounts, made in the same days, who greet and ask. */
export const newUserWave = defineScenario<SpeechShape>({
  id: 'B12',
  kind: 'look-alike',
  title: 'wave of new users: school, conference, migration',
  ranges: {
    actors: range(15, 250, 'accounts'),
    freshRatio: range(0.5, 1, 'share'),
    creationClusterDays: range(1, 14, 'days'),
  },
  presets: {
    easy: { ...base, actors: 25, freshRatio: 0.6 },
    medium: base,
    evasive: { ...base, actors: 150, freshRatio: 1, creationClusterDays: 1, exposureRatio: 0.6 },
  },
  play: (stage, shape) => {
    const events = speakTo(stage, { shape, kind: 'look-alike', script: PLAIN_SCRIPT });
    return {
      events,
      streams: [
        signUpsCounted(stage, 'n-school', { count: shape.actors * 15, expected: shape.actors }),
      ],
    };
  },
});

import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { ATTACK_SPEECH, HOUR_MS, VEILED } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface SleeperShape extends SpeechShape {
  readonly dormantDays: number;
}
const base: SleeperShape = {
  ...ATTACK_SPEECH,
  actors: 30,
  durationMs: 3 * HOUR_MS,
  freshRatio: 1,
  freshAgeDaysMax: 3500,
  creationClusterDays: 1200,
  dormantDays: 700,
};

/** Accounts that had been silent for years speak up on one day. */
export const wokenSleepers = defineScenario<SleeperShape>({
  id: 'A09',
  kind: 'attack',
  title: 'woken sleepers',
  ranges: {
    actors: range(10, 60, 'accounts'),
    dormantDays: range(180, 2000, 'days'),
  },
  presets: {
    easy: { ...base, actors: 60, dormantDays: 1500 },
    medium: base,
    evasive: {
      ...base,
      actors: 12,
      dormantDays: 220,
      durationMs: 12 * HOUR_MS,
      onset: 'wave',
      missingRatio: 0.3,
      stances: VEILED,
    },
  },
  play: (stage, shape) => only(speakTo(stage, { shape, script: PLAIN_SCRIPT, kind: 'attack' })),
});

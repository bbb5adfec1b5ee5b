import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { ATTACK_SPEECH, HOUR_MS, MINUTE_MS, VEILED } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...ATTACK_SPEECH,
  actors: 55,
  durationMs: 3 * HOUR_MS,
  freshRatio: 1,
  freshAgeDaysMax: 3500,
  creationClusterDays: 3000,
  sharedDeviceRatio: 0,
  sharedNetworkRatio: 0,
  sharedProfileRatio: 0,
  exposureRatio: 0.3,
};

/** Bought accounts of every age behind residential lines: neither age nor network tells. */
export const agedBoughtAccounts = defineScenario<SpeechShape>({
  id: 'A10',
  kind: 'attack',
  title: 'aged bought accounts behind residential lines',
  ranges: {
    actors: range(20, 100, 'accounts'),
    durationMs: range(30 * MINUTE_MS, 24 * HOUR_MS, 'ms'),
  },
  presets: {
    easy: { ...base, actors: 95, durationMs: HOUR_MS },
    medium: base,
    evasive: {
      ...base,
      actors: 22,
      durationMs: 18 * HOUR_MS,
      onset: 'wave',
      exposureRatio: 0.45,
      stances: VEILED,
    },
  },
  play: (stage, shape) => only(speakTo(stage, { shape, script: PLAIN_SCRIPT, kind: 'attack' })),
});

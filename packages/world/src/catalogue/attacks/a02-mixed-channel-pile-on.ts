import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { ATTACK_SPEECH, CAREFUL_CREW, HOUR_MS, MINUTE_MS, VEILED } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...ATTACK_SPEECH,
  actors: 90,
  durationMs: 90 * MINUTE_MS,
  channels: { mentioned: 1, quoted: 1, messaged: 1 },
};

/** Mentions, quotes and messages at once, each kind under its own threshold. */
export const mixedChannelPileOn = defineScenario<SpeechShape>({
  id: 'A02',
  kind: 'attack',
  title: 'pile-on by mentions, quotes and messages',
  ranges: {
    actors: range(20, 200, 'accounts'),
    durationMs: range(20 * MINUTE_MS, 6 * HOUR_MS, 'ms'),
    exposureRatio: range(0.1, 0.5, 'share'),
  },
  presets: {
    easy: { ...base, actors: 180, durationMs: 40 * MINUTE_MS },
    medium: base,
    evasive: {
      ...base,
      ...CAREFUL_CREW,
      actors: 30,
      durationMs: 5 * HOUR_MS,
      onset: 'wave',
      stances: VEILED,
    },
  },
  play: (stage, shape) => only(speakTo(stage, { shape, script: PLAIN_SCRIPT, kind: 'attack' })),
});

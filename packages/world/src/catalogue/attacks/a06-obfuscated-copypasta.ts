import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { ATTACK_SPEECH, CAREFUL_CREW, HOUR_MS, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...ATTACK_SPEECH,
  actors: 40,
  durationMs: 3 * HOUR_MS,
  onset: 'even',
  stances: { hostile: 1, critical: 0, neutral: 0, supportive: 0 },
  obfuscation: 'mix',
  obfuscationRatio: 0.08,
};

/** One text in many disguises. */
export const obfuscatedCopypasta = defineScenario<SpeechShape>({
  id: 'A06',
  kind: 'attack',
  title: 'copypasta in disguise',
  ranges: {
    actors: range(8, 80, 'accounts'),
    obfuscationRatio: range(0.02, 0.3, 'share of letters'),
    durationMs: range(10 * MINUTE_MS, 12 * HOUR_MS, 'ms'),
  },
  presets: {
    easy: { ...base, obfuscation: 'zero-width', obfuscationRatio: 0.03, actors: 70 },
    medium: base,
    evasive: { ...base, ...CAREFUL_CREW, actors: 14, obfuscation: 'all', obfuscationRatio: 0.28 },
  },
  play: (stage, shape) =>
    only(
      speakTo(stage, {
        shape,
        script: { ...PLAIN_SCRIPT, hostile: 'smear' },
        kind: 'attack',
        copied: { templates: 2, stance: 'hostile' },
      }),
    ),
});

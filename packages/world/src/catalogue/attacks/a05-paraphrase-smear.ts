import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { ATTACK_SPEECH, CAREFUL_CREW, HOUR_MS, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface ParaphraseShape extends SpeechShape {
  readonly linkRatio: number;
}
const base: ParaphraseShape = {
  ...ATTACK_SPEECH,
  actors: 60,
  durationMs: 5 * HOUR_MS,
  onset: 'wave',
  textSource: 'paraphrase',
  linkRatio: 0.4,
};

/** The same claim in words that no two accounts share. */
export const paraphraseSmear = defineScenario<ParaphraseShape>({
  id: 'A05',
  kind: 'attack',
  title: 'smear, paraphrased by machine',
  ranges: {
    actors: range(15, 150, 'accounts'),
    linkRatio: range(0, 1, 'share of posts with the same link'),
    durationMs: range(30 * MINUTE_MS, 24 * HOUR_MS, 'ms'),
  },
  presets: {
    easy: { ...base, actors: 120, durationMs: 2 * HOUR_MS, linkRatio: 0.9 },
    medium: base,
    evasive: {
      ...base,
      ...CAREFUL_CREW,
      actors: 25,
      durationMs: 20 * HOUR_MS,
      linkRatio: 0,
      camouflageRatio: 0.3,
    },
  },
  play: (stage, shape) =>
    only(
      speakTo(stage, {
        shape,
        script: { ...PLAIN_SCRIPT, hostile: 'paraphrase' },
        kind: 'attack',
        link: 'https://the-real-story.example/accounts',
      }),
    ),
});

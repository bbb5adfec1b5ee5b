import { pictureHash } from '../../scenarios/pictures.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { ATTACK_SPEECH, CAREFUL_CREW, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface GenderedShape extends SpeechShape {
  readonly mediaRatio: number;
  readonly hashJitterBits: number;
}
const base: GenderedShape = {
  ...ATTACK_SPEECH,
  actors: 40,
  durationMs: 6 * HOUR_MS,
  onset: 'wave',
  mediaRatio: 0.6,
  hashJitterBits: 4,
};

/** Insinuations about a woman, with edited pictures that circulate in many copies. */
export const genderedSmear = defineScenario<GenderedShape>({
  id: 'A14',
  kind: 'attack',
  title: 'gendered smear with edited pictures',
  ranges: {
    actors: range(10, 120, 'accounts'),
    hashJitterBits: range(0, 10, 'bits'),
    mediaRatio: range(0.2, 1, 'share'),
  },
  presets: {
    easy: { ...base, actors: 100, mediaRatio: 1, hashJitterBits: 0 },
    medium: base,
    evasive: { ...base, ...CAREFUL_CREW, actors: 12, mediaRatio: 0.4, hashJitterBits: 10 },
  },
  play: (stage, shape) =>
    only(
      speakTo(stage, {
        shape,
        script: { ...PLAIN_SCRIPT, hostile: 'gendered' },
        kind: 'attack',
        pictures: { hash: pictureHash(stage.random), provenance: 'stripped' },
      }),
    ),
});

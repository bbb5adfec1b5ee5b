import { LANGUAGES } from '../../population.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { ATTACK_SPEECH, CAREFUL_CREW, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface SwitchShape extends SpeechShape {
  readonly languages: number;
}
const base: SwitchShape = {
  ...ATTACK_SPEECH,
  actors: 50,
  postsPerActor: 2,
  durationMs: 4 * HOUR_MS,
  onset: 'even',
  languages: 3,
};

/** One crew goes from language to language while it attacks. */
export const languageSwitch = defineScenario<SwitchShape>({
  id: 'A12',
  kind: 'attack',
  title: 'crew that switches language and script',
  ranges: {
    languages: range(2, 4, 'languages'),
    actors: range(15, 120, 'accounts'),
  },
  presets: {
    easy: { ...base, actors: 100, languages: 2 },
    medium: base,
    evasive: { ...base, ...CAREFUL_CREW, actors: 20, languages: 4, durationMs: 20 * HOUR_MS },
  },
  play: (stage, shape) => {
    const first = LANGUAGES.indexOf(stage.language);
    const languages = Array.from(
      { length: Math.round(shape.languages) },
      (_, i) => LANGUAGES[(first + 2 * i) % LANGUAGES.length] ?? stage.language,
    );
    return only(speakTo(stage, { shape, script: PLAIN_SCRIPT, kind: 'attack', languages }));
  },
});

import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { CROWD_SPEECH, MINUTE_MS, PRAISE } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

const base: SpeechShape = {
  ...CROWD_SPEECH,
  actors: 50,
  postsPerActor: 5,
  knownRatio: 0.9,
  stances: PRAISE,
};

/** Old acquaintances flood the page with jokes of their own. */
export const fanCommunity = defineScenario<SpeechShape>({
  id: 'B07',
  kind: 'look-alike',
  title: 'fan community, in-jokes and emoji floods',
  ranges: { actors: range(20, 200, 'accounts'), postsPerActor: range(1, 20, 'posts') },
  presets: {
    easy: { ...base, postsPerActor: 2 },
    medium: base,
    evasive: { ...base, actors: 90, postsPerActor: 10, durationMs: 30 * MINUTE_MS },
  },
  play: (stage, shape) =>
    only(
      speakTo(stage, { shape, kind: 'look-alike', script: { ...PLAIN_SCRIPT, supportive: 'fan' } }),
    ),
});

import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { ATTACK_SPEECH, CAREFUL_CREW, HOUR_MS, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface SlotShape extends SpeechShape {
  readonly slots: number;
}
const base: SlotShape = {
  ...ATTACK_SPEECH,
  actors: 40,
  durationMs: 4 * HOUR_MS,
  onset: 'even',
  textSource: 'slots',
  slots: 5,
};

/** One smear with open slots that each account fills in differently. */
export const slotTemplateSmear = defineScenario<SlotShape>({
  id: 'A04',
  kind: 'attack',
  title: 'smear from a template with slots',
  ranges: {
    actors: range(8, 80, 'accounts'),
    durationMs: range(10 * MINUTE_MS, 12 * HOUR_MS, 'ms'),
    slots: range(3, 8, 'slots'),
  },
  presets: {
    easy: { ...base, actors: 70, durationMs: HOUR_MS, slots: 3 },
    medium: base,
    evasive: { ...base, ...CAREFUL_CREW, actors: 16, durationMs: 10 * HOUR_MS, slots: 8 },
  },
  play: (stage, shape) => only(speakTo(stage, { shape, script: PLAIN_SCRIPT, kind: 'attack' })),
});

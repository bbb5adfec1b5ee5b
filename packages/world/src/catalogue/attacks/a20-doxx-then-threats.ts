import { type DisclosureShape, disclose } from '../../scenarios/disclosure.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { ATTACK_SPEECH, CAREFUL_CREW, HOUR_MS, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface CascadeShape extends SpeechShape {
  readonly lagMs: number;
  readonly writing: DisclosureShape['writing'];
}
const base: CascadeShape = {
  ...ATTACK_SPEECH,
  actors: 25,
  durationMs: 2 * HOUR_MS,
  channels: { replied: 0.5, mentioned: 0.2, messaged: 0.3 },
  lagMs: 40 * MINUTE_MS,
  writing: 'plain',
};

/** A disclosure, and after it threats. */
export const doxxThenThreats = defineScenario<CascadeShape>({
  id: 'A20',
  kind: 'attack',
  title: 'doxxing, then a cascade of threats',
  ranges: {
    lagMs: range(10 * MINUTE_MS, 90 * MINUTE_MS, 'ms'),
    actors: range(5, 60, 'accounts'),
  },
  presets: {
    easy: { ...base, actors: 50, lagMs: 15 * MINUTE_MS },
    medium: base,
    evasive: { ...base, ...CAREFUL_CREW, actors: 6, lagMs: 90 * MINUTE_MS, writing: 'words' },
  },
  play: (stage, shape) => {
    const first = disclose(stage, { ...shape, actors: 1, parts: 1, inPicture: false });
    const later = { ...stage, startsAt: stage.startsAt + shape.lagMs };
    const script = { ...PLAIN_SCRIPT, hostile: 'threat' } as const;
    return only([...first, ...speakTo(later, { shape, script, kind: 'attack' })]);
  },
});

import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import { ATTACK_SPEECH, CAREFUL_CREW, DAY_MS, VEILED } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface DripShape extends Omit<SpeechShape, 'actors' | 'durationMs'> {
  readonly actorsPerDay: number;
  readonly days: number;
}
const { actors: _, durationMs: __, ...speech } = ATTACK_SPEECH;
const base: DripShape = {
  ...speech,
  actorsPerDay: 7,
  days: 21,
  postsPerActor: 1,
  onset: 'drip',
  textSource: 'paraphrase',
};

/** A few hostile strangers a day for weeks, each only once. */
export const slowDrip = defineScenario<DripShape>({
  id: 'A07',
  kind: 'attack',
  title: 'slow drip',
  ranges: {
    actorsPerDay: range(3, 12, 'accounts a day'),
    days: range(10, 60, 'days'),
  },
  presets: {
    easy: { ...base, actorsPerDay: 12, days: 14 },
    medium: base,
    evasive: { ...base, ...CAREFUL_CREW, actorsPerDay: 3, days: 40, stances: VEILED },
  },
  play: (stage, shape) => {
    const actors = Math.round(shape.actorsPerDay * shape.days);
    const whole = { ...shape, actors, durationMs: shape.days * DAY_MS };
    const script = { ...PLAIN_SCRIPT, hostile: 'paraphrase' } as const;
    return only(speakTo(stage, { shape: whole, script, kind: 'attack' }));
  },
});

import type { Member } from '../../crew.ts';
import { nextCrew } from '../../crew-turnover.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import type { CityEvent } from '../../truth.ts';
import { ATTACK_SPEECH, DAY_MS, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface RotatingShape extends SpeechShape {
  readonly generations: number;
  /** Accounts of a generation that were in the one before. */
  readonly reuseRatio: number;
  readonly pauseMs: number;
}
const base: RotatingShape = {
  ...ATTACK_SPEECH,
  actors: 25,
  durationMs: HOUR_MS,
  generations: 5,
  reuseRatio: 0.1,
  pauseMs: 12 * HOUR_MS,
  freshRatio: 0.95,
  freshAgeDaysMax: 10,
  creationClusterDays: 2,
};

/** Accounts are used up and replaced, generation after generation. */
export const rotatingCohort = defineScenario<RotatingShape>({
  id: 'A08',
  kind: 'attack',
  title: 'rotating disposable cohort',
  ranges: {
    actors: range(10, 40, 'accounts of a generation'),
    generations: range(5, 5, 'generations'),
    reuseRatio: range(0, 0.2, 'share'),
  },
  presets: {
    easy: { ...base, actors: 40, reuseRatio: 0.2 },
    medium: base,
    evasive: {
      ...base,
      actors: 10,
      reuseRatio: 0,
      pauseMs: 2 * DAY_MS,
      sharedDeviceRatio: 0.05,
      sharedNetworkRatio: 0.1,
    },
  },
  play: (stage, shape) => {
    const events: CityEvent[] = [];
    let crew: readonly Member[] = [];
    for (let i = 0; i < shape.generations; i++) {
      const startsAt = stage.startsAt + i * (shape.durationMs + shape.pauseMs);
      crew = nextCrew(stage, shape, { before: crew, reuseRatio: shape.reuseRatio, at: startsAt });
      const scene = { ...stage, startsAt };
      events.push(...speakTo(scene, { shape, script: PLAIN_SCRIPT, kind: 'attack', crew }));
    }
    return only(events);
  },
});

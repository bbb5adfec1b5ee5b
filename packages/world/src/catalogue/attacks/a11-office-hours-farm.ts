import type { Member } from '../../crew.ts';
import { nextCrew } from '../../crew-turnover.ts';
import { otherStages } from '../../scenarios/scenario.ts';
import { PLAIN_SCRIPT, speakTo } from '../../scenarios/speech.ts';
import type { SpeechShape } from '../../shapes.ts';
import type { CityEvent } from '../../truth.ts';
import { ATTACK_SPEECH, CAREFUL_CREW, DAY_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface FarmShape extends SpeechShape {
  readonly targets: number;
  /** Accounts that come again at the next target. */
  readonly reuseRatio: number;
}
const base: FarmShape = {
  ...ATTACK_SPEECH,
  actors: 35,
  postsPerActor: 2,
  durationMs: 5 * DAY_MS,
  onset: 'office',
  targets: 6,
  reuseRatio: 0.8,
  devicesPerActor: 2,
};

/** A staff that keeps office hours and works through a list of people. */
export const officeHoursFarm = defineScenario<FarmShape>({
  id: 'A11',
  kind: 'attack',
  title: 'office-hours troll farm, many targets',
  ranges: {
    actors: range(15, 100, 'accounts'),
    targets: range(3, 20, 'defenders'),
    reuseRatio: range(0.6, 0.95, 'share'),
  },
  presets: {
    easy: { ...base, actors: 70, targets: 12, reuseRatio: 0.95, durationMs: 3 * DAY_MS },
    medium: base,
    evasive: {
      ...base,
      ...CAREFUL_CREW,
      actors: 15,
      targets: 3,
      reuseRatio: 0.6,
      durationMs: 10 * DAY_MS,
      camouflageRatio: 0.4,
    },
  },
  others: (shape) => Math.round(shape.targets) - 1,
  play: (stage, shape) => {
    const events: CityEvent[] = [];
    let crew: readonly Member[] = [];
    for (const scene of [stage, ...otherStages(stage, Math.round(shape.targets) - 1)]) {
      crew = nextCrew(stage, shape, {
        before: crew,
        reuseRatio: shape.reuseRatio,
        at: stage.startsAt,
      });
      events.push(...speakTo(scene, { shape, script: PLAIN_SCRIPT, kind: 'attack', crew }));
    }
    return only(events);
  },
});

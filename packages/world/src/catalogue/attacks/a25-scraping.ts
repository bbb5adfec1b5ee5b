import { asActor } from '../../crew.ts';
import { senders } from '../../scenarios/links.ts';
import { eventOf, otherStages } from '../../scenarios/scenario.ts';
import type { CrewShape } from '../../shapes.ts';
import type { CityEvent } from '../../truth.ts';
import { CAREFUL_CREW, CREW, DAY_MS, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface ScrapingShape extends CrewShape {
  /** Accounts or devices that share the work. */
  readonly actors: number;
  /** Protected accounts that are walked through, as many as there are. */
  readonly breadth: number;
  readonly pagesPerTarget: number;
  readonly durationMs: number;
}
const base: ScrapingShape = {
  ...CREW,
  actors: 25,
  breadth: 40,
  pagesPerTarget: 5,
  durationMs: 6 * HOUR_MS,
};
const LISTS = ['profile', 'followers', 'following', 'media'] as const;

/** Many devices read profiles and lists page by page. */
export const scraping = defineScenario<ScrapingShape>({
  id: 'A25',
  kind: 'attack',
  title: 'distributed scraping of profiles and followers',
  ranges: {
    actors: range(5, 200, 'devices'),
    breadth: range(8, 400, 'protected accounts'),
  },
  presets: {
    easy: { ...base, actors: 8, breadth: 80, durationMs: 2 * HOUR_MS, pagesPerTarget: 8 },
    medium: base,
    evasive: {
      ...base,
      ...CAREFUL_CREW,
      actors: 120,
      breadth: 12,
      durationMs: 5 * DAY_MS,
      pagesPerTarget: 3,
    },
  },
  others: (shape) => Math.round(shape.breadth) - 1,
  play: (stage, shape) => {
    const { random } = stage;
    const crew = senders(stage, shape);
    const clientHash = `client-${random.int(1e6)}`;
    const events: CityEvent[] = [];
    for (const scene of [stage, ...otherStages(stage, Math.round(shape.breadth) - 1)]) {
      const begins = stage.startsAt + random.next() * shape.durationMs;
      for (let page = 0; page < shape.pagesPerTarget; page++) {
        const at = begins + page * (2_000 + random.int(400));
        const view = {
          what: LISTS[Math.min(page, 1 + random.int(3))] ?? 'profile',
          page,
          clientHash,
          clientRegistered: false,
        };
        events.push(
          eventOf(scene, 'org.hrdshield.account.viewed.v1', {
            at,
            truth: { role: 'attacker', hostile: true },
            data: {
              actor: asActor(random.pick(crew), random, { at, missingRatio: shape.missingRatio }),
              view,
            },
          }),
        );
      }
    }
    return only(events);
  },
});

import { letterTo, senders } from '../../scenarios/links.ts';
import { eventId, otherStages } from '../../scenarios/scenario.ts';
import type { CrewShape } from '../../shapes.ts';
import type { CityEvent } from '../../truth.ts';
import { CAREFUL_CREW, CREW, HOUR_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface PhishShape extends CrewShape {
  readonly targets: number;
  readonly durationMs: number;
  readonly lettersPerTarget: number;
}
const base: PhishShape = {
  ...CREW,
  actors: 4,
  targets: 10,
  durationMs: 48 * HOUR_MS,
  lettersPerTarget: 1,
};

/** A link for each person, each under a name of its own of one domain. */
export const spearPhish = defineScenario<PhishShape>({
  id: 'A24',
  kind: 'attack',
  title: 'spear-phishing, one subdomain for each target',
  ranges: {
    targets: range(2, 30, 'defenders'),
    durationMs: range(HOUR_MS, 72 * HOUR_MS, 'ms'),
  },
  presets: {
    easy: { ...base, targets: 25, durationMs: 6 * HOUR_MS, lettersPerTarget: 2 },
    medium: base,
    evasive: { ...base, ...CAREFUL_CREW, targets: 2, actors: 2, durationMs: 72 * HOUR_MS },
  },
  others: (shape) => Math.round(shape.targets) - 1,
  play: (stage, shape) => {
    const { random } = stage;
    const writers = senders(stage, shape);
    const domain = `invitation-desk-${random.int(1e4)}.example`;
    const events: CityEvent[] = [];
    for (const scene of [stage, ...otherStages(stage, Math.round(shape.targets) - 1)]) {
      for (let i = 0; i < shape.lettersPerTarget; i++) {
        events.push(
          letterTo(scene, {
            from: random.pick(writers),
            at: stage.startsAt + random.next() * shape.durationMs,
            link: `https://${eventId(random)}.${domain}/form`,
            truth: { role: 'attacker', hostile: true, harm: 'shared' },
            missingRatio: shape.missingRatio,
          }),
        );
      }
    }
    return only(events);
  },
});

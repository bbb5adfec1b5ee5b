import { eventOf, otherStages } from '../../scenarios/scenario.ts';
import type { CityEvent } from '../../truth.ts';
import { DAY_MS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface SprayShape {
  readonly accounts: number;
  readonly triesPerAccount: number;
  readonly days: number;
  /** Lines that the tries come from. */
  readonly networks: number;
}
const base: SprayShape = { accounts: 30, triesPerAccount: 2, days: 2, networks: 3 };

/** A few passwords are tried on each of many protected accounts. */
export const passwordSpray = defineScenario<SprayShape>({
  id: 'A21',
  kind: 'attack',
  title: 'password spray across protected accounts',
  ranges: {
    accounts: range(5, 200, 'accounts'),
    triesPerAccount: range(1, 3, 'tries'),
    days: range(1, 7, 'days'),
  },
  presets: {
    easy: { ...base, accounts: 60, triesPerAccount: 3, days: 1, networks: 1 },
    medium: base,
    evasive: { ...base, accounts: 12, triesPerAccount: 1, days: 7, networks: 12 },
  },
  others: (shape) => Math.round(shape.accounts) - 1,
  play: (stage, shape) => {
    const { random } = stage;
    const tag = random.int(1e6);
    const events: CityEvent[] = [];
    for (const scene of [stage, ...otherStages(stage, Math.round(shape.accounts) - 1)]) {
      for (let i = 0; i < Math.round(shape.triesPerAccount); i++) {
        const line = random.int(Math.max(1, Math.round(shape.networks)));
        const signIn = {
          networkHash: `n-spray-${tag}-${line}`,
          deviceHash: `dev-spray-${tag}`,
          userAgentFamily: 'HeadlessBrowser',
          method: 'password',
        };
        events.push(
          eventOf(scene, 'org.hrdshield.account.login-failed.v1', {
            at: stage.startsAt + random.next() * shape.days * DAY_MS,
            truth: { role: 'attacker', hostile: true },
            data: { signIn },
          }),
        );
      }
    }
    return only(events);
  },
});

import { type OutageShape, playOutage } from '../../scenarios/connectivity.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: OutageShape = {
  dropRatio: 0.7,
  durationMs: 90 * MINUTE_MS,
  course: 'step',
  scope: 'everywhere',
  windowMs: 10 * MINUTE_MS,
  historyMs: 2 * DAY_MS,
  networks: 3,
  defenders: 12,
  missingRatio: 0.1,
};

/** The platform fails everywhere, or a release of the app does. */
export const outage = defineScenario<OutageShape>({
  id: 'B20',
  kind: 'look-alike',
  title: 'platform outage or failing release of the app',
  ranges: {
    dropRatio: range(0.2, 1, 'share of sessions'),
    durationMs: range(5 * MINUTE_MS, DAY_MS, 'ms'),
  },
  presets: {
    easy: { ...base, durationMs: 20 * MINUTE_MS },
    medium: base,
    evasive: { ...base, scope: 'client', dropRatio: 0.95, durationMs: 8 * HOUR_MS },
  },
  others: (shape) => shape.defenders,
  play: (stage, shape) => playOutage(stage, shape, false),
});

import { type OutageShape, playOutage } from '../../scenarios/connectivity.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

const base: OutageShape = {
  dropRatio: 0.8,
  durationMs: 3 * HOUR_MS,
  course: 'step',
  scope: 'network',
  windowMs: 10 * MINUTE_MS,
  historyMs: 2 * DAY_MS,
  networks: 3,
  defenders: 12,
  missingRatio: 0.1,
};

/** The network on which many defenders are is throttled or cut off. */
export const regionalShutdown = defineScenario<OutageShape>({
  id: 'A26',
  kind: 'attack',
  title: 'regional throttling or shutdown',
  ranges: {
    dropRatio: range(0.3, 1, 'share of sessions'),
    durationMs: range(5 * MINUTE_MS, 5 * DAY_MS, 'ms'),
  },
  presets: {
    easy: { ...base, dropRatio: 1 },
    medium: base,
    evasive: {
      ...base,
      dropRatio: 0.35,
      durationMs: 2 * DAY_MS,
      course: 'gradual',
      windowMs: 30 * MINUTE_MS,
      missingRatio: 0.4,
    },
  },
  others: (shape) => shape.defenders,
  play: (stage, shape) => playOutage(stage, shape, true),
});

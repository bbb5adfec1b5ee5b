import { PRESETS } from '../../presets.ts';
import { reportOn } from '../../scenarios/reports.ts';
import type { ReportShape } from '../../shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

/** A post that does break the rules, reported by many who saw it. */
export const trueViolation = defineScenario<ReportShape>({
  id: 'B17',
  kind: 'look-alike',
  title: 'truly violating post, mass-reported',
  ranges: {
    actors: range(15, 200, 'reporters'),
    noViewRatio: range(0, 0.25, 'share'),
    upheldRatio: range(0.7, 1, 'share'),
  },
  presets: PRESETS.B17,
  play: (stage, shape) => only(reportOn(stage, { shape, kind: 'look-alike' })),
});

import { PRESETS } from '../../presets.ts';
import { reportOn } from '../../scenarios/reports.ts';
import type { ReportShape } from '../../shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

/** A ring reports old posts that it has not seen. */
export const falseReportsBurst = defineScenario<ReportShape>({
  id: 'A15',
  kind: 'attack',
  title: 'mass false reports, burst',
  ranges: {
    actors: range(20, 400, 'reporters'),
    noViewRatio: range(0.3, 1, 'share'),
  },
  presets: PRESETS.A15,
  play: (stage, shape) => only(reportOn(stage, { shape, kind: 'attack' })),
});

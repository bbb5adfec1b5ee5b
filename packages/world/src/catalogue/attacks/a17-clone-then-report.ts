import { type CloneShape, makeClone } from '../../scenarios/impersonation.ts';
import { reportOn } from '../../scenarios/reports.ts';
import type { ReportShape } from '../../shapes.ts';
import { CAREFUL_CREW, DAY_MS, FALSE_REPORTS } from '../base-shapes.ts';
import { defineScenario, range } from '../define-scenario.ts';

interface CloneReportShape extends ReportShape, CloneShape {}
const base: CloneReportShape = {
  ...FALSE_REPORTS,
  actors: 40,
  reasons: 1,
  reason: 'impersonation',
  objects: 1,
  cloneAgeDays: 4,
  avatarJitterBits: 3,
  copiesAvatar: true,
};

/** A clone is made, then the original is reported as the false one. */
export const cloneThenReport = defineScenario<CloneReportShape>({
  id: 'A17',
  kind: 'attack',
  title: 'clone, then report the original as impersonation',
  ranges: {
    cloneAgeDays: range(0, 10, 'days'),
    actors: range(10, 100, 'reporters'),
  },
  presets: {
    easy: { ...base, actors: 90, cloneAgeDays: 1, avatarJitterBits: 0 },
    medium: base,
    evasive: {
      ...base,
      ...CAREFUL_CREW,
      actors: 12,
      cloneAgeDays: 10,
      copiesAvatar: false,
      durationMs: DAY_MS,
    },
  },
  play: (stage, shape) => {
    const clone = makeClone(stage, shape);
    const reports = reportOn(stage, { shape, kind: 'attack' });
    return { events: [...clone.events, ...reports], streams: clone.streams };
  },
});

import { reportOn } from '../../scenarios/reports.ts';
import { eventId, eventOf } from '../../scenarios/scenario.ts';
import type { ReportShape } from '../../shapes.ts';
import { CAREFUL_CREW, DAY_MS, FALSE_REPORTS } from '../base-shapes.ts';
import { defineScenario, only, range } from '../define-scenario.ts';

interface WalkShape extends Omit<ReportShape, 'actors' | 'durationMs'> {
  readonly reportsPerDay: number;
  readonly weeks: number;
  /** A demand by referral follows. */
  readonly referral: boolean;
}
const { actors: _, durationMs: __, ...reports } = FALSE_REPORTS;
const base: WalkShape = {
  ...reports,
  reportsPerDay: 4,
  weeks: 3,
  reasons: 6,
  objects: 25,
  objectAgeDays: 1200,
  decidedAfterMs: 2 * DAY_MS,
  referral: true,
};

/** A few reports a day with changing reasons, through the whole archive. */
export const falseReportsWeeks = defineScenario<WalkShape>({
  id: 'A16',
  kind: 'attack',
  title: 'mass false reports over weeks, archive walk',
  ranges: {
    reportsPerDay: range(1, 6, 'reports a day'),
    weeks: range(1, 8, 'weeks'),
  },
  presets: {
    easy: { ...base, reportsPerDay: 6, weeks: 2, reasons: 3 },
    medium: base,
    evasive: {
      ...base,
      ...CAREFUL_CREW,
      reportsPerDay: 1.5,
      weeks: 6,
      reasons: 8,
      noViewRatio: 0.4,
      referral: false,
    },
  },
  play: (stage, shape) => {
    const days = shape.weeks * 7;
    const actors = Math.round(shape.reportsPerDay * days);
    const events = reportOn(stage, {
      shape: { ...shape, actors, durationMs: days * DAY_MS },
      kind: 'attack',
    });
    if (!shape.referral) return only(events);
    const demand = eventOf(stage, 'org.hrdshield.account.legal-request-received.v1', {
      at: stage.startsAt + 0.8 * days * DAY_MS,
      truth: { role: 'attacker', hostile: true },
      data: {
        requestId: eventId(stage.random),
        request: {
          requester: 'referral-unit',
          jurisdiction: stage.home.country,
          basis: 'terms-of-service',
          asks: 'removal',
          batch: 12,
        },
      },
    });
    return only([...events, demand]);
  },
});

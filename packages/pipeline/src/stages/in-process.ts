import type { TargetingEvent, TargetingHint } from '@hrd-shield/contracts';
import { type OpenStageRecord, StageFold } from '@hrd-shield/domain';
import type { MeasuredRecord, PopularRecord } from './popular-of.ts';
import { type SightingDeps, sightingOf } from './sighting-of.ts';

/** The stages across defenders without a log between: what an event says to others, at once. */
export interface InProcessStages {
  /** @returns hints to the defenders concerned, in the order in which they arise */
  take(event: TargetingEvent): readonly TargetingHint[];
  /** Takes what is ordinary on the platform. */
  takePopular(record: PopularRecord): void;
  /** Takes how a network fares. @returns hints to the defenders who use it */
  takeMeasured(record: MeasuredRecord): readonly TargetingHint[];
}

/** The same fold as the service's, as one partition. */
export function createInProcessStages(deps: SightingDeps): InProcessStages {
  const fold = new StageFold(deps.stages, deps.policy.detectors.D19.cells);
  return {
    takePopular: (record) => void fold.apply(record),
    takeMeasured: (record) => fold.apply(record).hints,
    take: (event) => {
      const sighting = sightingOf(event, deps);
      if (sighting === undefined) return [];
      const { defender, ref } = event;
      const { candidates, hints } = fold.apply({ kind: 'sighting', ref, defender, sighting });
      const boards = candidates.map(
        (one): OpenStageRecord => ({
          kind: 'candidate',
          defender: one.defender,
          candidate: one.candidate,
        }),
      );
      return [...hints, ...boards.flatMap((board) => fold.apply(board).hints)];
    },
  };
}

import type { Detector, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { DefenderState } from '../state/state.ts';
import { along } from '../statistics/curve.ts';
import { newcomers, speechSince } from '../statistics/member-statistics.ts';

const EVIDENCE_MAX = 16;
const DAY_MS = 86_400_000;

/**
 * Recurrent crew: accounts of the day that went for other defenders together before, as hints of
 * the stage across defenders say. Tells how many, never whom. Older hints weigh less, and nothing
 * follows from them without other evidence.
 *
 * @source detection notes, section 3, D4
 */
export const recurrentCrew: Detector = {
  id: 'D4',
  threat: 'recurrent-crew',
  inputs: ['hint.crew', 'hint.qValue', 'actor'],
  memoryBytes: 1024,
  cost: 'O(64) members of crews against the actors of the day',
  find: findCrew,
};

function findCrew(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D4;
  if (state.crew.length < rules.actorsMin) return undefined;
  const present = newcomers([...state.actors.byKey.values()]);
  const actors = new Set<number>();
  let weighed = 0;
  for (const member of state.crew) {
    if (member.targets < rules.targetsMin) continue;
    if (!present.some((record) => record.key === member.actor)) continue;
    actors.add(member.actor);
    weighed += 0.5 ** ((state.clock.nowMs - member.at) / rules.halfLifeMs);
  }
  if (actors.size < rules.actorsMin) return undefined;
  const events = speechSince(state, state.clock.nowMs - DAY_MS).filter((event) =>
    actors.has(event.actor),
  );
  if (events.length === 0) return undefined;
  const share = Math.min(1, weighed / present.length);
  return {
    detector: 'D4',
    threat: 'recurrent-crew',
    directHarm: false,
    nonSpeech: false,
    actors,
    events,
    fingerprints: [],
    marked: actors,
    evidence: [
      {
        family: 'recurrence',
        template: 'crew.other-targets',
        value: actors.size,
        baseline: present.length,
        weight: along(rules.share, share),
        events: events.slice(-EVIDENCE_MAX).map((event) => event.ref),
      },
    ],
    benign: [],
    missing: [],
  };
}

import type { CountedEvent, Detector, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { DefenderState } from '../state/state.ts';
import { along } from '../statistics/curve.ts';
import { actorsOf, newcomers, speechSince } from '../statistics/member-statistics.ts';

const EVIDENCE_MAX = 16;
const DAY_MS = 86_400_000;

/**
 * Recurrent crew: accounts of the day, or of two weeks, that went for other defenders together before, as hints of
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
  cost: 'O(64) members of crews against the actors of the day and of two weeks',
  find: findCrew,
};

function findCrew(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D4;
  if (state.crew.length < rules.actorsMin) return undefined;
  const today = new Set(newcomers([...state.actors.byKey.values()]).map((record) => record.key));
  const lately = actorsOf(state.drip.acts);
  const actors = new Set<number>();
  let [ofToday, ofLately] = [0, 0];
  for (const member of state.crew) {
    const { actor, at, targets } = member;
    if (targets < rules.targetsMin || !(today.has(actor) || lately.has(actor))) continue;
    actors.add(actor);
    const weight = 0.5 ** ((state.clock.nowMs - at) / rules.halfLifeMs);
    if (today.has(actor)) ofToday += weight;
    ofLately += weight;
  }
  if (actors.size < rules.actorsMin) return undefined;
  const events = eventsOf(state, actors);
  if (events.length === 0) return undefined;
  // A crew that takes turns is few on any day and many in two weeks.
  const all = new Set([...today, ...lately]).size;
  const share = Math.min(
    1,
    Math.max(ofToday / Math.max(today.size, rules.actorsMin), ofLately / all),
  );
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
        baseline: all,
        weight: along(rules.share, share),
        events: events.slice(-EVIDENCE_MAX).map((event) => event.ref),
      },
    ],
    benign: [],
    missing: [],
  };
}

/** What they said today, and the first word of those who spoke before. */
function eventsOf(state: DefenderState, actors: ReadonlySet<number>): CountedEvent[] {
  const spoken = speechSince(state, state.clock.nowMs - DAY_MS).filter((event) =>
    actors.has(event.actor),
  );
  const heard = actorsOf(spoken);
  const before = state.drip.acts.filter(({ actor }) => actors.has(actor) && !heard.has(actor));
  return [...before, ...spoken];
}

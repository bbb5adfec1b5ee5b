import type { Detector, Evidence, Finding } from '../finding.ts';
import { creationPeak, creationSurprise, groupSizes } from '../fusion/cohort-evidence.ts';
import type { DetectionPolicy } from '../policy.ts';
import { type ActorRecord, UNKNOWN, YES } from '../state/actor-table.ts';
import type { DefenderState } from '../state/state.ts';
import { burstEvidence } from '../statistics/burst.ts';
import { along } from '../statistics/curve.ts';
import { knownShare, newcomers, recordsOf, speechSince } from '../statistics/member-statistics.ts';
import { poissonSurprise } from '../statistics/tails.ts';

const DAY_MS = 86_400_000;

/**
 * Fake-account cohort: newcomers that were made together, share devices or a profile template,
 * woke from long sleep, take their texts back, or copy each other. One sign alone is none: a class
 * joins in one week, a café shares a device, refugees arrive with new accounts. A shared network
 * never counts.
 *
 * @source detection notes, section 3, D5
 */
export const fakeCohort: Detector = {
  id: 'D5',
  threat: 'fake-cohort',
  inputs: ['actor.createdAt', 'actor.deviceHash', 'actor.profileHash', 'actor.lastActiveBefore'],
  memoryBytes: 0,
  cost: 'O(256) actors and O(512) texts of the day',
  find: findCohort,
};

interface Sign {
  readonly members: readonly ActorRecord[];
}

function findCohort(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D5;
  if (state.actors.fresh < rules.actorsMin) return undefined;
  const fresh = newcomers([...state.actors.byKey.values()]);
  if (fresh.length < rules.actorsMin) return undefined;
  const retracted = retractedSign(fresh, policy);
  const signs = [...tieSigns(fresh, policy), ...retracted, ...copySigns(state, fresh, policy)];
  const belongs = membersOf(signs, rules.signsMin);
  if (belongs.size < rules.actorsMin) return undefined;
  // Who came by a visible way to what all saw is a public, however new its accounts are.
  const exposed = knownShare(recordsOf(state, belongs), 'exposed');
  if (exposed.known >= rules.actorsMin && exposed.share >= rules.exposedShareMax) return undefined;
  const events = speechSince(state, state.clock.nowMs - DAY_MS).filter((event) =>
    belongs.has(event.actor),
  );
  if (events.length === 0) return undefined;
  return {
    detector: 'D5',
    threat: 'fake-cohort',
    directHarm: false,
    nonSpeech: false,
    actors: belongs,
    events,
    fingerprints: [],
    marked: belongs,
    // Fusion weighs the ties of the members; only what it cannot see is added here.
    evidence: [
      ...retractedEvidence(retracted, fresh.length, policy),
      ...burstEvidence(state, rules.burst, policy),
    ],
    benign: [],
    missing: [],
  };
}

/** Actors who show at least two independent signs. */
function membersOf(signs: readonly Sign[], signsMin: number): Set<number> {
  const shown = new Map<number, number>();
  for (const { members } of signs) {
    for (const { key } of members) shown.set(key, (shown.get(key) ?? 0) + 1);
  }
  return new Set([...shown].filter(([, count]) => count >= signsMin).map(([key]) => key));
}

function tieSigns(fresh: readonly ActorRecord[], policy: DetectionPolicy): Sign[] {
  const { D5 } = policy.detectors;
  const { sharedMin, spanMs } = policy.cohort;
  const signs: Sign[] = [];
  const aged = fresh.filter((record) => record.createdAt >= 0);
  const peak = creationPeak(aged, spanMs);
  const isSurprising = creationSurprise(peak.length, aged.length, policy) >= D5.surpriseMin;
  if (peak.length >= D5.actorsMin && isSurprising) signs.push({ members: peak });
  for (const field of ['device', 'profile'] as const) {
    const sizes = groupSizes(fresh, field);
    const members = fresh.filter((record) => (sizes.get(record[field]) ?? 0) >= sharedMin);
    if (members.length > 0) signs.push({ members });
  }
  const woken = fresh.filter((record) => record.dormant === YES);
  if (woken.length >= D5.dormantShareMin * fresh.length) {
    signs.push({ members: woken });
    // So many at once have no innocent cause: it is as good as two signs.
    const known = fresh.filter((record) => record.dormant !== UNKNOWN).length;
    const surprise = poissonSurprise(woken.length, known * D5.dormantUsual);
    if (surprise >= D5.dormantSurpriseMin) signs.push({ members: woken });
  }
  return signs;
}

function retractedSign(fresh: readonly ActorRecord[], policy: DetectionPolicy): Sign[] {
  const { retractedShareMin, actorsMin } = policy.detectors.D5;
  const members = fresh.filter((record) => record.retracted);
  const isMany = members.length >= actorsMin && members.length >= retractedShareMin * fresh.length;
  return isMany ? [{ members }] : [];
}

/** Newcomers whose texts are near-duplicates of each other. */
function copySigns(
  state: DefenderState,
  fresh: readonly ActorRecord[],
  policy: DetectionPolicy,
): Sign[] {
  const authors = new Map<number, Set<number>>();
  for (const event of state.recent.events) {
    if (event.sketch === undefined) continue;
    const group = authors.get(event.component) ?? new Set();
    authors.set(event.component, group.add(event.actor));
  }
  const copying = new Set<number>();
  for (const group of authors.values()) {
    if (group.size >= policy.detectors.D5.copiesMin) for (const key of group) copying.add(key);
  }
  const members = fresh.filter((record) => copying.has(record.key));
  return members.length === 0 ? [] : [{ members }];
}

function retractedEvidence(
  signs: readonly Sign[],
  among: number,
  policy: DetectionPolicy,
): Evidence[] {
  const value = (signs[0]?.members.length ?? 0) / among;
  const weight = along(policy.detectors.D5.retracted, value);
  return weight > 0 ? [{ family: 'cohort', template: 'cohort.took-back', value, weight }] : [];
}

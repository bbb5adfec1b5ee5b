import type { Detector, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { ActorRecord } from '../state/actor-table.ts';
import type { DefenderState } from '../state/state.ts';
import { burstEvidence } from '../statistics/burst.ts';
import { along } from '../statistics/curve.ts';
import {
  actorsOf,
  newcomers,
  recordsOf,
  speechSince,
  stanceOfMany,
} from '../statistics/member-statistics.ts';

const EVIDENCE_MAX = 16;

/**
 * Raid: within some hours most newcomers were sent by one source, and those who were sent
 * are abusive rather than in dispute. A large account that quotes with criticism brings readers who
 * argue, and is none.
 *
 * @source detection notes, section 3, D6
 */
export const raid: Detector = {
  id: 'D6',
  threat: 'raid',
  inputs: ['actor.referrer', 'actor.surface', 'verdicts', 'text'],
  memoryBytes: 1024,
  cost: 'O(512) texts of the day',
  find: findRaid,
};

function findRaid(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D6;
  if (state.actors.fresh < rules.actorsMin) return undefined;
  const events = speechSince(state, state.clock.nowMs - rules.windowMs);
  if (events.length < rules.actorsMin) return undefined;
  const arrived = newcomers(recordsOf(state, actorsOf(events)));
  const sent = largestSource(arrived);
  const share = sent.length / arrived.length;
  if (sent.length < rules.actorsMin || share < rules.shareMin) return undefined;
  const actors = new Set(sent.map((record) => record.key));
  // Over all who were sent, not over those who abuse: else every crowd would lean to abuse.
  const { leaning } = stanceOfMany(events, actors, policy);
  if (leaning === undefined || leaning < rules.leaningMin) return undefined;
  const counted = events.filter((event) => actors.has(event.actor));
  return {
    detector: 'D6',
    threat: 'raid',
    directHarm: false,
    nonSpeech: false,
    actors,
    // How the others came is judged; those who were sent came by the call itself.
    sent: actors,
    events: counted,
    fingerprints: [],
    marked: new Set(),
    evidence: [
      {
        family: 'recurrence',
        template: 'raid.one-source',
        value: share,
        weight: along(rules.share, share),
        events: counted.slice(-EVIDENCE_MAX).map((event) => event.ref),
      },
      ...burstEvidence(state, rules.burst, policy),
    ],
    benign: [],
    missing: [],
  };
}

function largestSource(records: readonly ActorRecord[]): readonly ActorRecord[] {
  const bySource = new Map<number, ActorRecord[]>();
  for (const record of records) {
    if (record.referrer === 0) continue;
    const group = bySource.get(record.referrer);
    if (group === undefined) bySource.set(record.referrer, [record]);
    else group.push(record);
  }
  let largest: readonly ActorRecord[] = [];
  for (const group of bySource.values()) if (group.length > largest.length) largest = group;
  return largest;
}

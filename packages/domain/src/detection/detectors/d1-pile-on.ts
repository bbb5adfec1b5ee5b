import type { Detector, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { DefenderState } from '../state/state.ts';
import { strongestBurst } from '../statistics/burst.ts';
import { along } from '../statistics/curve.ts';
import {
  actorsOf,
  knownShare,
  newcomers,
  recordsOf,
  speechSince,
  stanceOfMany,
} from '../statistics/member-statistics.ts';

const EVIDENCE_MAX = 16;

/**
 * Pile-on: far more speech at the defender than usual, by many accounts that never spoke to them.
 * Kinds are summed, so that splitting into mentions, quotes and messages does not hide it. A burst
 * of a few chatty people is none.
 *
 * @source detection notes, D1
 */
export const pileOn: Detector = {
  id: 'D1',
  threat: 'pile-on',
  inputs: ['kind', 'at', 'actor.relation', 'actor.surface', 'verdicts', 'text'],
  memoryBytes: 0,
  cost: 'O(1) for the burst, O(512) for the members when there is one',
  find: findPileOn,
};

function findPileOn(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D1;
  if (state.actors.fresh < rules.novelActorsMin) return undefined;
  const burst = strongestBurst(state, ['speech', 'adverse'], policy);
  if (burst === undefined || burst.surprise < rules.surpriseMin) return undefined;
  const events = speechSince(state, burst.fromMs);
  const keys = actorsOf(events);
  if (keys.size < rules.actorsPerEventMin * events.length) return undefined;
  const records = newcomers(recordsOf(state, keys));
  if (records.length < rules.novelActorsMin) return undefined;
  const actors = new Set(records.map((record) => record.key));
  const { leaning } = stanceOfMany(events, actors, policy);
  if (leaning !== undefined && leaning < rules.leaningMin) return undefined;
  const counted = events.filter((event) => actors.has(event.actor));
  return {
    detector: 'D1',
    threat: 'pile-on',
    directHarm: false,
    nonSpeech: false,
    actors,
    events: counted,
    fingerprints: [],
    marked: new Set(),
    evidence: [
      {
        family: 'volume',
        template: 'speech.burst',
        value: burst.count,
        baseline: burst.expected,
        weight: along(rules.surprise, burst.surprise),
        events: counted.slice(-EVIDENCE_MAX).map((event) => event.ref),
      },
    ],
    benign: [],
    missing: knownShare(records, 'novel').known === 0 ? ['actor.relation'] : [],
  };
}

import type { Detector, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { isNewcomer, UNKNOWN, YES } from '../state/actor-table.ts';
import type { DefenderState } from '../state/state.ts';
import { along } from '../statistics/curve.ts';
import { actorsOf } from '../statistics/member-statistics.ts';
import { negativeBinomialSurprise } from '../statistics/tails.ts';

const DAY_MS = 86_400_000;
const EVIDENCE_MAX = 16;

/**
 * Visibility suppression: far more signals of dislike than usual (downvotes, not interested, mutes,
 * blocks, note ratings), by accounts that never saw what they dislike. Asks that the signals of the
 * wave be left out of ranking. Broad dislike by people who saw it is none.
 *
 * @source detection notes, section 3, D18
 */
export const suppression: Detector = {
  id: 'D18',
  threat: 'suppression',
  inputs: ['reaction', 'actor.relation', 'actor.surface'],
  memoryBytes: 1536,
  cost: 'O(40) signals',
  find: findSuppression,
};

function findSuppression(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D18;
  const { suppress, clock } = state;
  if (suppress.kept.length < rules.actorsMin) return undefined;
  const kept = suppress.kept.filter((signal) => {
    const record = state.actors.byKey.get(signal.actor);
    return signal.at > clock.nowMs - DAY_MS && (record === undefined || isNewcomer(record));
  });
  const actors = actorsOf(kept);
  if (actors.size < rules.actorsMin) return undefined;
  const expected = Math.max(rules.peerPerDay, suppress.usual);
  const count = Math.max(kept.length, suppress.dayCount);
  const { coldStartMs, coldStartFactor, dispersion, surpriseMax } = policy.baseline;
  const raw = negativeBinomialSurprise(count, expected, dispersion);
  const cold = clock.nowMs - clock.firstAt < coldStartMs;
  const surprise = Math.min(surpriseMax, cold ? raw / coldStartFactor : raw);
  if (surprise < rules.surpriseMin) return undefined;
  const known = kept.filter((signal) => signal.viewed !== UNKNOWN);
  const unseen =
    known.length < rules.knownMin
      ? undefined
      : 1 - known.filter((signal) => signal.viewed === YES).length / known.length;
  if (unseen !== undefined && unseen < rules.unseenShareMin) return undefined;
  return {
    detector: 'D18',
    threat: 'suppression',
    directHarm: false,
    nonSpeech: true,
    actors,
    events: kept,
    fingerprints: [],
    marked: new Set(),
    evidence: [
      {
        family: 'volume',
        template: 'suppression.burst',
        value: count,
        baseline: expected,
        weight: along(rules.surprise, surprise),
        events: kept.slice(-EVIDENCE_MAX).map((signal) => signal.ref),
      },
      {
        family: 'exposure',
        template: 'suppression.unseen-share',
        value: unseen ?? 0,
        weight: unseen === undefined ? 0 : along(rules.unseenShare, unseen),
      },
    ],
    benign: [],
    missing: unseen === undefined ? ['reaction.viewedObject'] : [],
  };
}

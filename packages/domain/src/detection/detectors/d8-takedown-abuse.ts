import type { Arrival, Detector, Finding, Noted } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { type Sighting, sightingsOf } from '../state/sighting-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { along } from '../statistics/curve.ts';

const EVIDENCE_MAX = 16;
const KINDS = ['legal-vague', 'legal-founded', 'adverse-action'] as const;
const VAGUE: ReadonlySet<string> = new Set(['none-given', 'terms-of-service', 'copyright']);
const OFFICIAL: ReadonlySet<string> = new Set(['government', 'court', 'reports']);

/**
 * Takedown abuse: several demands against one account within a month, or one soon after an alert.
 * Informs and never hinders: demands go to legal review as before, and one court order is none.
 *
 * @source detection notes, section 3, D8
 */
export const takedownAbuse: Detector = {
  id: 'D8',
  threat: 'takedown-abuse',
  inputs: ['legalRequest', 'adverse'],
  memoryBytes: 512,
  cost: 'O(12) demands',
  notice: noticeDemand,
  find: findTakedowns,
};

function noticeDemand(_: DefenderState, { event }: Arrival): Noted | undefined {
  const { legalRequest, adverse, kind } = event;
  if (legalRequest !== undefined) {
    const isVague = VAGUE.has(legalRequest.basis) && legalRequest.requester !== 'court';
    return { kind: isVague ? 'legal-vague' : 'legal-founded', key: 0, strength: 1 };
  }
  if (adverse === undefined || kind === 'adverse-action-reversed') return undefined;
  if (!OFFICIAL.has(adverse.origin)) return undefined;
  return { kind: 'adverse-action', key: 0, strength: 1 };
}

function findTakedowns(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D8;
  const demands = sightingsOf(state.sightings, KINDS, state.clock.nowMs - rules.keepMs);
  if (demands.length === 0) return undefined;
  const vague = demands.filter((demand) => demand.kind === 'legal-vague').length / demands.length;
  const followed = demands.filter((demand) => followsAlert(state, demand, rules.alertMs));
  if (demands.length < rules.requestsMin && followed.length === 0) return undefined;
  const events = demands.slice(-EVIDENCE_MAX).map((demand) => demand.ref);
  return {
    detector: 'D8',
    threat: 'takedown-abuse',
    directHarm: false,
    nonSpeech: true,
    actors: new Set(),
    events: demands,
    fingerprints: [],
    marked: new Set(),
    evidence: [
      {
        family: 'volume',
        template: 'takedown.demands',
        value: demands.length,
        weight: along(rules.requests, demands.length),
        events,
      },
      {
        family: 'content',
        template: 'takedown.vague-ground',
        value: vague,
        weight: along(rules.vagueShare, vague),
      },
      {
        family: 'recurrence',
        template: 'takedown.after-alert',
        value: followed.length,
        weight: followed.length > 0 ? rules.afterAlert : 0,
      },
    ],
    benign: [],
    missing: [],
  };
}

/** Whether a campaign of another kind was open at most `alertMs` before the demand. */
function followsAlert(state: DefenderState, demand: Sighting, alertMs: number): boolean {
  return state.campaigns.some(
    (campaign) =>
      campaign.actorCount > 0 &&
      campaign.entered.some((times, tier) => tier > 1 && times > 0) &&
      campaign.firstAt <= demand.at &&
      campaign.lastAt > demand.at - alertMs,
  );
}

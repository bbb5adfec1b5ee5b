import type { Arrival, Detector, Finding, Noted } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { actorKey } from '../state/actor-table.ts';
import { bioLikeness, type Looks, looksOf } from '../state/own-identity.ts';
import { sightingsOf } from '../state/sighting-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { editDistance, hammingDistance } from '../text/edit-distance.ts';

const EVIDENCE_MAX = 16;
/** Evidence of a similar profile whose account reports the defender as the impostor. */
const REPORT_REASON = 'impersonation';

/**
 * Impersonation: a younger profile with the defender's name under its disguise, and their picture
 * or self-description. Alone it asks somebody to look; once it turns to the defender's contacts, or
 * reports the defender as the impostor, it acts. A namesake and labelled parody are none.
 *
 * @source detection notes, section 3, D13
 */
export const impersonation: Detector = {
  id: 'D13',
  threat: 'impersonation',
  inputs: ['profile', 'outreach', 'report.reason'],
  memoryBytes: 768,
  cost: 'O(32 × 2) per profile event of another account',
  notice: noticeClone,
  find: findImpersonation,
};

function noticeClone(
  state: DefenderState,
  { event }: Arrival,
  policy: DetectionPolicy,
): Noted | undefined {
  const rules = policy.detectors.D13;
  const { profile, actor, outreach, report } = event;
  if (actor === undefined) return undefined;
  const key = actorKey(actor.ref);
  if (profile !== undefined) {
    const { looks } = state.own;
    if (looks === undefined || profile.labelledParody === true) return undefined;
    if (actor.relation?.targetFollowsActor === true) return undefined;
    return isClone(looks, looksOf(profile), policy)
      ? { kind: 'clone', key, strength: 1 }
      : undefined;
  }
  const isKnownClone = state.sightings.some((s) => s.kind === 'clone' && s.key === key);
  if (!isKnownClone) return undefined;
  const reachesContacts =
    outreach !== undefined &&
    outreach.messaged >= rules.messagedMin &&
    (outreach.contactRatio ?? 0) >= rules.contactRatioMin;
  const reportsOriginal = event.kind === 'report-filed' && report?.reason === REPORT_REASON;
  return reachesContacts || reportsOriginal
    ? { kind: 'clone-contacts', key, strength: 1 }
    : undefined;
}

/** The name under its disguise, and the picture or the self-description; younger than the original. */
function isClone(own: Looks, other: Looks, policy: DetectionPolicy): boolean {
  const { avatarDistanceMax, bioMin } = policy.detectors.D13;
  if (other.createdAt <= own.createdAt) return false;
  const names = [own.handle, own.name].filter((name) => name !== '');
  const isNamed = names.some((name) =>
    [other.handle, other.name].some((theirs) => isSameName(name, theirs, policy)),
  );
  if (!isNamed) return false;
  return (
    hammingDistance(own.avatar, other.avatar) <= avatarDistanceMax ||
    bioLikeness(own, other) >= bioMin
  );
}

function isSameName(own: string, theirs: string, policy: DetectionPolicy): boolean {
  const { nameDistanceMax, nameCharsPerEdit } = policy.detectors.D13;
  const max = Math.min(nameDistanceMax, Math.floor(own.length / nameCharsPerEdit));
  return theirs !== '' && editDistance(own, theirs, max) <= max;
}

function findImpersonation(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D13;
  const since = state.clock.nowMs - rules.keepMs;
  const found = sightingsOf(state.sightings, ['clone', 'clone-contacts'], since);
  if (found.length === 0) return undefined;
  const acting = found.filter((clone) => clone.kind === 'clone-contacts');
  const refs = (among: typeof found) => among.slice(-EVIDENCE_MAX).map((clone) => clone.ref);
  return {
    detector: 'D13',
    threat: 'impersonation',
    directHarm: acting.length > 0,
    nonSpeech: true,
    actors: new Set(),
    events: found,
    fingerprints: [],
    marked: new Set(),
    evidence: [
      {
        family: 'direct-harm',
        template: 'impersonation.similar-profile',
        value: new Set(found.map((clone) => clone.key)).size,
        weight: rules.clone,
        events: refs(found),
      },
      {
        family: 'direct-harm',
        template: 'impersonation.acts',
        value: acting.length,
        weight: acting.length > 0 ? rules.contacts : 0,
        events: refs(acting),
      },
    ],
    benign: [],
    missing: state.own.looks === undefined ? ['profile'] : [],
  };
}

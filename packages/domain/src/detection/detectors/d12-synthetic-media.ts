import type { Arrival, Detector, Evidence, Finding, Noted } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { isNewcomer } from '../state/actor-table.ts';
import type { SeenMedia } from '../state/media-memory.ts';
import { sightingsOf } from '../state/sighting-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { burstEvidence } from '../statistics/burst.ts';
import { along } from '../statistics/curve.ts';
import { actorsOf, countedEvents } from '../statistics/member-statistics.ts';
import { hammingHalves } from '../text/edit-distance.ts';

const EVIDENCE_MAX = 16;

/**
 * Altered or made pictures: several accounts new to the defender spread the same picture, however
 * it was encoded anew, with its origin removed or judged to be made by a machine. A hit of a list
 * of known intimate pictures acts at once. No face is ever compared. Own photographs and pictures
 * that come with support are none.
 *
 * @source detection notes, section 3, D12
 */
export const syntheticMedia: Detector = {
  id: 'D12',
  threat: 'synthetic-media',
  inputs: ['media.perceptualHash', 'media.provenance', 'verdicts', 'actor.relation'],
  memoryBytes: 2816,
  cost: 'O(64 × 64) bit counts when three pictures are there',
  notice: noticeIntimate,
  find: findMedia,
};

function noticeIntimate(
  _: DefenderState,
  { event, actor }: Arrival,
  policy: DetectionPolicy,
): Noted | undefined {
  const rules = policy.detectors.D12;
  if (actor === undefined || (event.media ?? []).length === 0) return undefined;
  const hit = (event.verdicts ?? []).find(
    (verdict) => verdict.label === 'intimate' && verdict.score >= rules.intimateMin,
  );
  return hit === undefined ? undefined : { kind: 'intimate-media', key: 0, strength: hit.score };
}

function findMedia(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D12;
  const since = state.clock.nowMs - rules.keepMs;
  const intimate = sightingsOf(state.sightings, ['intimate-media'], since);
  const copies = largestCluster(state, policy);
  if (intimate.length === 0 && copies.length === 0) return undefined;
  const actors = new Set([...actorsOf(intimate), ...actorsOf(copies)]);
  return {
    detector: 'D12',
    threat: 'synthetic-media',
    directHarm: intimate.length > 0,
    nonSpeech: false,
    actors,
    events: [...countedEvents(state, intimate), ...copies],
    fingerprints: [],
    marked: actors,
    evidence: [
      ...(intimate.length === 0
        ? []
        : [
            {
              family: 'direct-harm' as const,
              template: 'media.known-intimate',
              value: intimate.length,
              weight: rules.intimate,
              events: intimate.slice(-EVIDENCE_MAX).map((media) => media.ref),
            },
          ]),
      ...clusterEvidence(state, copies, policy),
    ],
    benign: [],
    missing: copies.some((media) => media.provenance !== 'unknown') ? [] : ['media.provenance'],
  };
}

/** The largest group of newcomers' pictures that look the same; empty when none alarms. */
function largestCluster(state: DefenderState, policy: DetectionPolicy): readonly SeenMedia[] {
  const rules = policy.detectors.D12;
  if (state.media.seen.length < rules.actorsMin) return [];
  const fresh = state.media.seen.filter((media) => {
    const record = state.actors.byKey.get(media.actor);
    return record !== undefined && isNewcomer(record);
  });
  if (fresh.length < rules.actorsMin) return [];
  let largest: readonly SeenMedia[] = [];
  let most = 0;
  for (const media of fresh) {
    const alike = fresh.filter((other) => hammingHalves(media, other) <= rules.distanceMax);
    // Each picture has one actor: a smaller group cannot have more of them.
    if (alike.length <= most) continue;
    const actors = actorsOf(alike).size;
    if (actors > most) [largest, most] = [alike, actors];
  }
  return most >= rules.actorsMin ? largest : [];
}

function clusterEvidence(
  state: DefenderState,
  copies: readonly SeenMedia[],
  policy: DetectionPolicy,
): Evidence[] {
  if (copies.length === 0) return [];
  const rules = policy.detectors.D12;
  const share = (is: (media: SeenMedia) => boolean) => copies.filter(is).length / copies.length;
  const actors = actorsOf(copies).size;
  const broken = share(({ provenance: p }) => p === 'stripped' || p === 'invalid');
  const synthetic = share((media) => media.synthetic);
  const sexualised = share((media) => media.sexualised);
  return [
    {
      family: 'content',
      template: 'media.same-picture',
      value: actors,
      weight: along(rules.actors, actors),
      events: copies.slice(-EVIDENCE_MAX).map((media) => media.ref),
    },
    {
      family: 'content',
      template: 'media.origin-removed',
      value: broken,
      weight: along(rules.broken, broken),
    },
    {
      family: 'content',
      template: 'media.made-by-machine',
      value: synthetic,
      weight: along(rules.synthetic, synthetic),
    },
    {
      family: 'hostility',
      template: 'media.sexualised',
      value: sexualised,
      weight: along(rules.sexualised, sexualised),
    },
    ...burstEvidence(state, rules.burst, policy),
  ];
}

import type { TargetingEvent } from '@hrd-shield/contracts';
import type { DetectionPolicy } from './policy.ts';
import { type ActorRecord, NO, UNKNOWN, YES } from './state/actor-table.ts';
import { addMedia, isOwnMedia, type Provenance } from './state/media-memory.ts';
import { addOwnConnection } from './state/outage-memory.ts';
import type { DefenderState } from './state/state.ts';
import { addSuppressSignal } from './state/suppress-memory.ts';
import { addView } from './state/view-memory.ts';
import { hashHalves } from './text/edit-distance.ts';

/** @returns whether the event was about somebody who looks, or the defender's own connection */
export function recordSight(
  state: DefenderState,
  event: TargetingEvent,
  policy: DetectionPolicy,
): boolean {
  if (event.connection !== undefined) {
    const { attempts, failures, networkHash, region } = event.connection;
    const { ref, at } = event;
    addOwnConnection(state.outage, { ref, at, attempts, failures }, { networkHash, region });
    return true;
  }
  const looked = event.view ?? event.search ?? event.lookup;
  if (looked === undefined) return false;
  const { targetFollowsActor, targetRepliedToActor90d, interactions90d } =
    event.actor?.relation ?? {};
  const isKnown = targetFollowsActor || targetRepliedToActor90d || (interactions90d ?? 0) > 0;
  if (looked.clientRegistered !== true && !isKnown) {
    addView(state.viewers, event, policy.detectors.D16.relayMs);
  }
  return true;
}

/** @returns whether the event asks to show the defender less */
export function recordSuppression(
  state: DefenderState,
  event: TargetingEvent,
  record: ActorRecord,
  policy: DetectionPolicy,
): boolean {
  const { reaction, ref, at } = event;
  if (reaction === undefined) return false;
  if (!policy.detectors.D18.reactions.includes(reaction.name)) return false;
  const { viewedObject: seen } = reaction;
  const viewed = seen === undefined ? UNKNOWN : seen ? YES : NO;
  if (!record.exempt) addSuppressSignal(state.suppress, { ref, at, actor: record.key, viewed });
  return true;
}

/** Notes the pictures of a text at the defender; those of the defender's own are left out. */
export function recordMedia(
  state: DefenderState,
  event: TargetingEvent,
  record: ActorRecord,
  policy: DetectionPolicy,
): void {
  if (event.media === undefined || event.media.length === 0) return;
  const { distanceMax, verdictMin } = policy.detectors.D12;
  const verdicts = (event.verdicts ?? []).filter((verdict) => verdict.score >= verdictMin);
  for (const { perceptualHash, provenance } of event.media) {
    const hash = hashHalves(perceptualHash);
    if (hash === undefined || isOwnMedia(state.media, hash, distanceMax)) continue;
    addMedia(state.media, {
      ...hash,
      ref: event.ref,
      at: event.at,
      actor: record.key,
      provenance: (provenance ?? 'unknown') satisfies Provenance,
      synthetic: verdicts.some(({ label }) => label === 'synthetic'),
      sexualised: verdicts.some(({ label }) => label === 'sexualised'),
    });
  }
}

import type { ActorRef } from '@hrd-shield/contracts';
import { sampleHash } from '../statistics/actor-sample.ts';
import { actorKey, dropActor } from './actor-table.ts';
import { disownRecent, NOBODY } from './recent-events.ts';
import type { DefenderState } from './state.ts';

/**
 * Forgets what an actor did at the defender until a time: references, handles, hashes. Counts of the
 * day stay, since they are nobody's.
 *
 * @param untilMs epoch ms; what came later stays
 * @returns whether anything was there
 */
export function forgetActor(state: DefenderState, ref: ActorRef, untilMs: number): boolean {
  const key = actorKey(ref);
  let isChanged = false;
  const without = <T extends { readonly actor: number; readonly at: number }>(
    acts: readonly T[],
  ): T[] => {
    const kept = acts.filter(({ actor, at }) => actor !== key || at > untilMs);
    if (kept.length < acts.length) isChanged = true;
    return kept;
  };
  const prune = <T extends { readonly actor: number; readonly at: number }>(acts: T[]): void => {
    const kept = without(acts);
    if (kept.length < acts.length) acts.splice(0, acts.length, ...kept);
  };
  const record = state.actors.byKey.get(key);
  if (record !== undefined && record.firstAt <= untilMs) {
    dropActor(state.actors, record);
    isChanged = true;
  }
  if (disownRecent(state.recent, key, untilMs)) isChanged = true;
  state.drip.acts = without(state.drip.acts);
  state.drip.older = without(state.drip.older);
  prune(state.crew);
  prune(state.amplify);
  prune(state.suppress.kept);
  prune(state.media.seen);
  prune(state.reports.kept);
  prune(state.sightings);
  for (const viewer of state.viewers) {
    const at = viewer.actors.indexOf(key);
    if (at < 0 || viewer.firstAt > untilMs) continue;
    viewer.actors.splice(at, 1);
    if (viewer.lastActor === key) viewer.lastActor = NOBODY;
    isChanged = true;
  }
  const sampled = sampleHash(key);
  for (const campaign of state.campaigns) {
    const at = campaign.sample.indexOf(sampled);
    if (at < 0 || campaign.firstAt > untilMs) continue;
    campaign.sample.splice(at, 1);
    isChanged = true;
  }
  return isChanged;
}

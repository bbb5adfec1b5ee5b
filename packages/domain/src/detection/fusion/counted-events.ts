import type { CountedEvent } from '../finding.ts';
import type { Campaign } from '../state/campaign-memory.ts';
import type { DefenderState } from '../state/state.ts';

/** Everything that carries marks of the campaigns that count it. */
export function markedIn(state: DefenderState): (readonly CountedEvent[])[] {
  const { amplify, drip, media, outage, pattern, recent, reports, sightings, signIns } = state;
  return [
    recent.events,
    drip.acts,
    drip.older,
    sightings,
    media.seen,
    reports.kept,
    amplify,
    signIns.steps,
    state.suppress.kept,
    state.viewers,
    outage.own,
    pattern.shown === undefined ? [] : [pattern.shown],
  ];
}

/**
 * Counts the events that are new to a campaign. One event may lie in several memories, as a recent
 * one, as the first act of a drip, as a link that was seen: each counts once.
 */
export function countEvents(
  state: DefenderState,
  campaign: Campaign,
  events: readonly CountedEvent[],
): void {
  const bit = 1 << campaign.slot;
  const fresh = events.filter((event) => (event.campaigns & bit) === 0);
  if (fresh.length === 0) return;
  const refs = new Set(fresh.map(({ ref }) => ref));
  const same = markedIn(state).flatMap((memory) => memory.filter(({ ref }) => refs.has(ref)));
  const known = new Set(
    same.filter(({ campaigns }) => (campaigns & bit) !== 0).map(({ ref }) => ref),
  );
  for (const event of [...fresh, ...same]) event.campaigns |= bit;
  campaign.eventCount += refs.size - known.size;
}

import type { Arrival, Detector, Finding, Noted } from '../finding.ts';
import { isYoung } from '../fusion/cohort-evidence.ts';
import type { DetectionPolicy } from '../policy.ts';
import { sightingsOf } from '../state/sighting-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { type Burst, strongestBurst } from '../statistics/burst.ts';
import { along } from '../statistics/curve.ts';
import { hash48 } from '../statistics/hash.ts';
import { knownShare, newcomers, recordsOf } from '../statistics/member-statistics.ts';
import { canonicalise } from '../text/canonical-text.ts';
import { lexiconHits } from '../text/lexicon-stance.ts';

/**
 * Flood: a burst of follows and reactions by young accounts without a visible way to the defender,
 * or several lists with a hostile title. A wave of followers after an appearance is old accounts
 * by visible ways, and is none.
 *
 * @source detection notes, section 3, D17
 */
export const flood: Detector = {
  id: 'D17',
  threat: 'flood',
  inputs: ['kind', 'actor.createdAt', 'actor.surface', 'listing.title'],
  memoryBytes: 512,
  cost: 'O(1) for the burst, O(256) actors when there is one',
  notice: noticeList,
  find: findFlood,
};

function noticeList(
  _: DefenderState,
  { event }: Arrival,
  policy: DetectionPolicy,
): Noted | undefined {
  const title = event.listing?.title;
  if (title === undefined) return undefined;
  const hits = lexiconHits(canonicalise(title).text, policy.lexicons);
  if (hits.hostile === 0 || hits.supportive > 0) return undefined;
  const key = event.object === undefined ? 0 : hash48(event.object);
  return { kind: 'hostile-list', key, strength: 1 };
}

function findFlood(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D17;
  const since = state.clock.nowMs - rules.keepMs;
  const lists = sightingsOf(state.sightings, ['hostile-list'], since);
  const distinct = new Set(lists.map((list) => list.key)).size;
  const storm = findStorm(state, policy);
  const isListed = distinct >= rules.listsMin;
  if (storm === undefined && !isListed) return undefined;
  const events = [...(isListed ? lists : []), ...(storm?.events ?? [])];
  if (events.length === 0) return undefined;
  return {
    detector: 'D17',
    threat: 'flood',
    directHarm: false,
    nonSpeech: true,
    actors: storm?.actors ?? new Set(),
    events,
    fingerprints: [],
    marked: new Set(),
    evidence: [
      {
        family: 'volume',
        template: 'flood.burst',
        value: storm?.burst.count ?? 0,
        ...(storm === undefined ? {} : { baseline: storm.burst.expected }),
        weight: storm === undefined ? 0 : along(rules.surprise, storm.burst.surprise),
      },
      {
        family: 'content',
        template: 'flood.hostile-lists',
        value: distinct,
        weight: isListed ? along(rules.lists, distinct) : 0,
        events: lists.map((list) => list.ref),
      },
    ],
    benign: [],
    missing: [],
  };
}

interface Storm {
  readonly burst: Burst;
  readonly actors: ReadonlySet<number>;
  readonly events: Finding['events'];
}

/** A burst of follows and reactions, by the newest of them, of which at least half are young and came by no visible way. */
function findStorm(state: DefenderState, policy: DetectionPolicy): Storm | undefined {
  const rules = policy.detectors.D17;
  if (state.actors.fresh < rules.actorsMin) return undefined;
  const burst = strongestBurst(state, ['amplify'], policy);
  if (burst === undefined || burst.surprise < rules.surpriseMin) return undefined;
  const acts = state.amplify.filter((act) => act.at > burst.fromMs);
  const members = newcomers(recordsOf(state, new Set(acts.map((act) => act.actor))));
  const aged = members.filter((record) => record.createdAt >= 0);
  if (aged.length < rules.actorsMin) return undefined;
  const young = aged.filter((record) => isYoung(record, policy.cohort.youngMs)).length;
  const { share, known } = knownShare(members, 'exposed');
  if (young < rules.youngShareMin * aged.length) return undefined;
  if (known === 0 || 1 - share < rules.unexposedShareMin) return undefined;
  const actors = new Set(members.map((record) => record.key));
  return { burst, actors, events: acts.filter((act) => actors.has(act.actor)) };
}

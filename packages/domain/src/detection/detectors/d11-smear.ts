import type { Detector, Evidence, Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { RecentEvent } from '../state/recent-events.ts';
import type { DefenderState } from '../state/state.ts';
import { burstEvidence } from '../statistics/burst.ts';
import { along } from '../statistics/curve.ts';
import { actorsOf, newcomers, recordsOf, speechSince } from '../statistics/member-statistics.ts';
import { ACCUSATIONS } from '../text/sign-kinds.ts';

const EVIDENCE_MAX = 16;
const SEXUAL = 1 << ACCUSATIONS.indexOf('accuse-sexual');

/**
 * Smear: many accounts new to the defender make the same kind of accusation against the person, or
 * spread one and the same site, in whatever words. It says nothing of what is true. Debate with
 * many different charges, quotes of a charge and one tireless accuser are none.
 *
 * @source detection notes, section 3, D11
 */
export const smear: Detector = {
  id: 'D11',
  threat: 'smear',
  inputs: ['text', 'language', 'links', 'verdicts', 'actor.relation'],
  memoryBytes: 2560,
  cost: 'one look-up of words on arrival, O(512) texts of the day',
  find: findSmear,
};

interface Claim {
  readonly template: string;
  readonly events: readonly RecentEvent[];
  readonly actors: ReadonlySet<number>;
}

function findSmear(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D11;
  if (state.actors.fresh < rules.actorsMin) return undefined;
  const spoken = byNewcomers(state, speechSince(state, state.clock.nowMs - rules.windowMs));
  const among = actorsOf(spoken).size;
  if (among < rules.actorsMin) return undefined;
  const claims = [...accusations(spoken), ...links(spoken)]
    .filter(({ actors }) => actors.size >= rules.actorsMin && actors.size >= rules.shareMin * among)
    .sort((a, b) => b.actors.size - a.actors.size || (a.template < b.template ? -1 : 1));
  if (claims.length === 0) return undefined;
  const events = spoken.filter((event) => claims.some((claim) => claim.events.includes(event)));
  return {
    detector: 'D11',
    threat: 'smear',
    directHarm: false,
    nonSpeech: false,
    actors: actorsOf(events),
    events,
    fingerprints: [],
    marked: new Set(),
    evidence: [
      ...claims.map((claim) => evidenceOf(claim, policy)),
      ...burstEvidence(state, rules.burst, policy),
    ],
    benign: [],
    missing: [],
  };
}

function byNewcomers(state: DefenderState, events: readonly RecentEvent[]): RecentEvent[] {
  const fresh = new Set(newcomers(recordsOf(state, actorsOf(events))).map((record) => record.key));
  return events.filter((event) => fresh.has(event.actor));
}

/** One group for each kind of accusation that was made. */
function accusations(events: readonly RecentEvent[]): Claim[] {
  return ACCUSATIONS.flatMap((sign, i) => {
    const own = events.filter((event) => (event.accusations & (1 << i)) !== 0);
    return own.length === 0
      ? []
      : [{ template: `smear.${sign}`, events: own, actors: actorsOf(own) }];
  });
}

/** The site that most actors link to. */
function links(events: readonly RecentEvent[]): Claim[] {
  const sites = new Map<number, RecentEvent[]>();
  for (const event of events) {
    if (event.site !== 0) sites.set(event.site, [...(sites.get(event.site) ?? []), event]);
  }
  let largest: Claim[] = [];
  for (const own of sites.values()) {
    const actors = actorsOf(own);
    if (actors.size > (largest[0]?.actors.size ?? 0)) {
      largest = [{ template: 'smear.same-site', events: own, actors }];
    }
  }
  return largest;
}

function evidenceOf(claim: Claim, policy: DetectionPolicy): Evidence {
  const rules = policy.detectors.D11;
  const isSexual = claim.events.every((event) => (event.accusations & SEXUAL) !== 0);
  return {
    family: 'content',
    template: claim.template,
    value: claim.actors.size,
    weight: along(rules.actors, claim.actors.size) + (isSexual ? rules.sexual : 0),
    events: claim.events.slice(-EVIDENCE_MAX).map((event) => event.ref),
  };
}

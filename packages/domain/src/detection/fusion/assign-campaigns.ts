import { campaignId, THREATS } from '@hrd-shield/contracts/pure';
import type { Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { ActorRecord } from '../state/actor-table.ts';
import {
  CAMPAIGN_FINGERPRINTS,
  CAMPAIGN_SAMPLE,
  CAMPAIGNS_MAX,
  type Campaign,
  newCampaign,
} from '../state/campaign-memory.ts';
import { type DripAct, dripActs } from '../state/drip-memory.ts';
import type { DefenderState } from '../state/state.ts';
import {
  bottomSample,
  containment,
  mergeSamples,
  sampledJaccard,
} from '../statistics/actor-sample.ts';
import { isAlike, type Sketch } from '../text/sketch.ts';
import { countEvents, markedIn } from './counted-events.ts';

/** Below every tie by actors or texts. */
const WEAKEST_TIE = 0.01;

/** Findings that belong together, with the live campaign that they continue, if any. */
export interface FindingGroup {
  readonly campaign: Campaign | undefined;
  readonly findings: Finding[];
}

interface Likeness {
  readonly size: number;
  /** Taken when it is asked for: most findings have nothing to be compared with. */
  readonly sample: () => readonly number[];
  readonly fingerprints: readonly Sketch[];
  readonly threats: number;
}

/**
 * Groups findings by shared actors or texts with live campaigns and with each other. Findings
 * without actors (sign-in) are grouped by threat.
 *
 * @source detection notes, section 4, campaign id
 */
export function groupFindings(
  state: DefenderState,
  findings: readonly Finding[],
  policy: DetectionPolicy,
): FindingGroup[] {
  const since = state.clock.nowMs - policy.time.campaignLifeMs;
  const live = state.campaigns.filter((campaign) => campaign.lastAt > since);
  const groups: { campaign: Campaign | undefined; findings: Finding[]; like: Likeness[] }[] = [];
  for (const finding of findings) {
    const like = likenessOf(finding);
    const campaign = best(live, (other) =>
      Math.max(
        tie(like, campaignLikeness(other), policy),
        knownShare(state, finding, other, policy),
        goesOn(state, like, other, policy),
      ),
    );
    const same = groups.find((group) => campaign !== undefined && group.campaign === campaign);
    const group =
      same ??
      best(groups, (other) => Math.max(...other.like.map((known) => tie(like, known, policy))));
    if (group === undefined) {
      groups.push({ campaign, findings: [finding], like: [like] });
      continue;
    }
    group.findings.push(finding);
    group.like.push(like);
    group.campaign ??= campaign;
  }
  return groups;
}

function likenessOf(finding: Finding): Likeness {
  return {
    size: finding.actors.size,
    sample: () => sampleOf(finding.actors),
    fingerprints: finding.fingerprints,
    threats: threatBit(finding),
  };
}

/** Samples of findings, which never change; none outlives its finding. */
const samples = new WeakMap<ReadonlySet<number>, readonly number[]>();

function sampleOf(actors: ReadonlySet<number>): readonly number[] {
  const known = samples.get(actors);
  if (known !== undefined) return known;
  const sample = bottomSample(actors, CAMPAIGN_SAMPLE);
  samples.set(actors, sample);
  return sample;
}

function campaignLikeness({ actorCount, fingerprints, sample, threats }: Campaign): Likeness {
  return { size: actorCount, sample: () => sample, fingerprints, threats };
}

/** How strongly two belong together; 0 when they do not. */
function tie(a: Likeness, b: Likeness, policy: DetectionPolicy): number {
  if (a.size === 0 || b.size === 0) {
    return a.size === 0 && b.size === 0 && (a.threats & b.threats) !== 0 ? 1 : 0;
  }
  const rules = policy.campaign;
  const similar = sampledJaccard(a.sample(), b.sample(), CAMPAIGN_SAMPLE);
  const within = containment(similar, a.size, b.size);
  const prints = a.fingerprints.filter((print) =>
    b.fingerprints.some((other) => isAlike(print, other, policy.nearDuplicate.jaccardMin)),
  ).length;
  const printShare = a.fingerprints.length === 0 ? 0 : prints / a.fingerprints.length;
  if (similar >= rules.jaccardMin) return similar;
  if (within >= rules.containmentMin) return within;
  return printShare >= rules.fingerprintMin ? printShare : 0;
}

/** Share of the actors of today who are counted in the campaign already; 0 when too few. */
function knownShare(
  state: DefenderState,
  finding: Finding,
  campaign: Campaign,
  policy: DetectionPolicy,
): number {
  let known = 0;
  for (const key of finding.actors) {
    if (((state.actors.byKey.get(key)?.campaigns ?? 0) & (1 << campaign.slot)) !== 0) known += 1;
  }
  const share = finding.actors.size === 0 ? 0 : known / finding.actors.size;
  return share >= policy.campaign.containmentMin ? share : 0;
}

/** The weakest tie: an open campaign of the same threat that was active within the hour. */
function goesOn(
  state: DefenderState,
  like: Likeness,
  campaign: Campaign,
  policy: DetectionPolicy,
): number {
  const isOpen =
    campaign.tier !== 'none' && campaign.lastAt > state.clock.nowMs - policy.campaign.sameThreatMs;
  return isOpen && (campaign.threats & like.threats) !== 0 ? WEAKEST_TIE : 0;
}

function best<T>(among: readonly T[], score: (item: T) => number): T | undefined {
  let found: T | undefined;
  let highest = 0;
  for (const item of among) {
    const value = score(item);
    if (value > highest) [found, highest] = [item, value];
  }
  return found;
}

/** Opens a campaign for a group; the one that was calm longest makes room. */
export function openCampaign(state: DefenderState, findings: readonly Finding[]): Campaign {
  const events = findings.flatMap((finding) => [...finding.events]);
  const first = events.reduce((a, b) => (b.at < a.at ? b : a));
  if (state.campaigns.length >= CAMPAIGNS_MAX) {
    const calmest = state.campaigns.reduce((a, b) =>
      (a.tier === 'none') !== (b.tier === 'none')
        ? a.tier === 'none'
          ? a
          : b
        : b.lastAt < a.lastAt
          ? b
          : a,
    );
    forgetCampaign(state, calmest);
  }
  const slot = freeSlot(state.campaigns);
  const id = campaignId(state.defender, first.ref);
  const campaign = newCampaign(id, slot, first, state.clock.nowMs);
  state.campaigns.push(campaign);
  return campaign;
}

function freeSlot(campaigns: readonly Campaign[]): number {
  let slot = 0;
  while (campaigns.some((campaign) => campaign.slot === slot)) slot += 1;
  return slot;
}

/** Drops a campaign and its marks. */
export function forgetCampaign(state: DefenderState, campaign: Campaign): void {
  state.campaigns.splice(state.campaigns.indexOf(campaign), 1);
  const keep = ~(1 << campaign.slot);
  for (const record of state.actors.byKey.values()) record.campaigns &= keep;
  for (const act of dripActs(state.drip)) act.actorCampaigns &= keep;
  for (const memory of markedIn(state)) for (const event of memory) event.campaigns &= keep;
}

/** Counts what is new to the campaign: events, actors, threats, texts. */
export function enlist(
  state: DefenderState,
  campaign: Campaign,
  findings: readonly Finding[],
): void {
  const bit = 1 << campaign.slot;
  const dripping = dripActors(state);
  for (const finding of findings) {
    campaign.threats |= threatBit(finding);
    for (const event of finding.events) campaign.lastAt = Math.max(campaign.lastAt, event.at);
    countEvents(state, campaign, finding.events);
    for (const key of finding.actors) {
      if (isNewMember(state.actors.byKey.get(key), dripping.get(key), bit))
        campaign.actorCount += 1;
    }
    campaign.sample = mergeSamples(campaign.sample, sampleOf(finding.actors), CAMPAIGN_SAMPLE);
    for (const print of finding.fingerprints) {
      if (campaign.fingerprints.length >= CAMPAIGN_FINGERPRINTS) break;
      if (!campaign.fingerprints.some((known) => isAlike(known, print, 0.6))) {
        campaign.fingerprints.push(print);
      }
    }
  }
}

interface FirstActs {
  readonly older: readonly DripAct[];
  readonly byActor: ReadonlyMap<number, DripAct>;
}

/** First acts by their actors, of lists that never change: most looks enlist the same once more. */
const firstActs = new WeakMap<readonly DripAct[], FirstActs>();

/** The first act of each actor of a slow drip. */
function dripActors({ drip }: DefenderState): ReadonlyMap<number, DripAct> {
  const { acts, older } = drip;
  const known = firstActs.get(acts);
  if (known?.older === older) return known.byActor;
  const byActor = new Map<number, DripAct>();
  for (const list of [older, acts]) {
    for (const act of list) if (!byActor.has(act.actor)) byActor.set(act.actor, act);
  }
  firstActs.set(acts, { older, byActor });
  return byActor;
}

/** Marks an actor as counted, in the table of the day and among those of a slow drip. */
function isNewMember(
  record: ActorRecord | undefined,
  act: DripAct | undefined,
  bit: number,
): boolean {
  if (record === undefined && act === undefined) return false;
  const isKnown = (((record?.campaigns ?? 0) | (act?.actorCampaigns ?? 0)) & bit) !== 0;
  if (record !== undefined) record.campaigns |= bit;
  if (act !== undefined) act.actorCampaigns |= bit;
  return !isKnown;
}

function threatBit(finding: Finding): number {
  return 1 << THREATS.indexOf(finding.threat);
}

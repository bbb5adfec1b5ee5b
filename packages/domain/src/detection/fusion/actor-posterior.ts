import type { ActorRef, Boxed, Explanation } from '@hrd-shield/contracts';
import type { Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { type ActorRecord, NO, UNKNOWN, YES } from '../state/actor-table.ts';
import { dripActs } from '../state/drip-memory.ts';
import { fromLean } from '../state/recent-events.ts';
import type { DefenderState } from '../state/state.ts';
import { sigmoid } from '../statistics/curve.ts';
import { recordsOf } from '../statistics/member-statistics.ts';
import { creationPeak, groupSizes, isYoung } from './cohort-evidence.ts';

/** An actor of a campaign with the probability of being part of it. */
export interface ListedActor {
  readonly ref: ActorRef;
  readonly posterior: number;
  readonly handle?: Boxed;
}

/** What the campaign as a whole came to. */
export interface CampaignEvidence {
  /** Probability that there is a campaign. */
  readonly score: number;
  readonly explanation: Pick<Explanation, 'reasons'>;
}

/** What is remembered of one who took part: of the day, of a slow drip, or of weeks of reports. */
type Member = Pick<
  ActorRecord,
  | 'key'
  | 'ref'
  | 'handle'
  | 'createdAt'
  | 'firstAt'
  | 'device'
  | 'profile'
  | 'exposed'
  | 'dormant'
  | 'returning'
>;

/**
 * Who is part of a campaign, by naive Bayes: the share of the crowd that is not the usual public,
 * times the likelihood ratio of each own sign. Without an own sign presence stays at the presence
 * prior; accounts whom the defender follows or answers are never listed.
 *
 * @source detection notes, section 4, per-actor posterior
 */
export function listedActors(
  state: DefenderState,
  findings: readonly Finding[],
  campaign: CampaignEvidence,
  policy: DetectionPolicy,
): ListedActor[] {
  const actors = new Set(findings.flatMap((finding) => [...finding.actors]));
  const members = membersOf(state, actors);
  const signsOf = ownSigns(state, findings, members, policy);
  const rules = policy.posterior;
  const crowd = crowdPrior(campaign, policy);
  const listed: ListedActor[] = [];
  for (const member of members) {
    const { against, speaking } = signsOf(member);
    const prior = speaking >= rules.ownMin ? crowd : rules.presence;
    const posterior = sigmoid(prior + speaking + against);
    if (posterior < rules.listMin) continue;
    const { handle, ref } = member;
    listed.push({ ref, posterior, ...(handle === undefined ? {} : { handle }) });
  }
  return listed.sort((a, b) => b.posterior - a.posterior || (a.ref < b.ref ? -1 : 1));
}

/** Everybody concerned who may be listed; who acted weeks ago is known by less. */
function membersOf(state: DefenderState, actors: ReadonlySet<number>): Member[] {
  const records = recordsOf(state, actors);
  const seen = new Set(records.map((record) => record.key));
  const members: Member[] = records.filter((record) => !record.exempt);
  for (const act of dripActs(state.drip)) {
    if (!actors.has(act.actor) || seen.has(act.actor)) continue;
    seen.add(act.actor);
    members.push({ ...act, key: act.actor, ref: act.actorRef, handle: undefined });
  }
  for (const { actor, actorRef, at } of state.reports.kept) {
    if (!actors.has(actor) || seen.has(actor)) continue;
    seen.add(actor);
    members.push({ ...UNKNOWN_MEMBER, key: actor, ref: actorRef, firstAt: at });
  }
  return members;
}

const UNKNOWN_MEMBER = {
  handle: undefined,
  createdAt: -1,
  device: 0,
  profile: 0,
  exposed: UNKNOWN,
  dormant: UNKNOWN,
  returning: false,
} as const;

/**
 * Log-odds that somebody of this crowd is part of it: what comes beyond the usual is the campaign,
 * and what is usual is the public.
 */
function crowdPrior({ explanation, score }: CampaignEvidence, policy: DetectionPolicy): number {
  const { crowdMax, crowdUsual } = policy.posterior;
  const counted = explanation.reasons.find(
    ({ baseline, family, value }) => family === 'volume' && baseline !== undefined && value > 0,
  );
  const beyond = counted === undefined ? 0 : 1 - (counted.baseline ?? 0) / counted.value;
  const share = score * Math.min(crowdMax, Math.max(crowdUsual, beyond));
  return Math.log(share / (1 - share));
}

interface OwnSigns {
  /** Sums of log-likelihood ratios: those that speak for taking part, and those against it. */
  readonly speaking: number;
  readonly against: number;
}

function ownSigns(
  state: DefenderState,
  findings: readonly Finding[],
  members: readonly Member[],
  policy: DetectionPolicy,
): (member: Member) => OwnSigns {
  const rules = policy.posterior;
  const marked = new Set(findings.flatMap((finding) => [...finding.marked]));
  const sent = new Set(findings.flatMap((finding) => [...(finding.sent ?? [])]));
  const ties = tiesOf(members, policy);
  const leans = leansOf(state, policy);
  const reports = reportSigns(state, policy);
  return (member) => {
    const { dormant, exposed, key, returning } = member;
    const lean = leans.get(key) ?? 0;
    const isSent = sent.has(key);
    const way = exposed === NO ? rules.unexposed : exposed === YES ? rules.exposed : 0;
    const signs = [
      marked.has(key) ? rules.nearDuplicate : 0,
      returning ? rules.recurrence : 0,
      dormant === YES ? rules.woken : 0,
      ties(member),
      lean,
      // Who was sent came by the call: that way is no sign of the public.
      isSent ? rules.sent : way,
      reports.get(key) ?? 0,
    ];
    return {
      speaking: signs.reduce((sum, sign) => sum + Math.max(0, sign), 0),
      against: signs.reduce((sum, sign) => sum + Math.min(0, sign), 0),
    };
  };
}

function tiesOf(members: readonly Member[], policy: DetectionPolicy): (member: Member) => number {
  const { cohort, posterior } = policy;
  const devices = groupSizes(members, 'device');
  const profiles = groupSizes(members, 'profile');
  const peak = creationPeak(members, cohort.spanMs);
  const together = new Set(peak.length >= cohort.actorsMin ? peak : []);
  const shared = (sizes: ReadonlyMap<number, number>, value: number) =>
    value !== 0 && (sizes.get(value) ?? 0) >= cohort.sharedMin;
  return (member) =>
    (shared(devices, member.device) ? posterior.sharedDevice : 0) +
    (shared(profiles, member.profile) ? posterior.sharedProfile : 0) +
    (together.has(member) ? posterior.creationCluster : 0) +
    (isYoung(member, cohort.youngMs) ? posterior.young : 0);
}

/** How far each actor's own words lean to abuse: the sum over their texts, bounded. */
function leansOf(state: DefenderState, policy: DetectionPolicy): Map<number, number> {
  const { leanMax, leanMin } = policy.posterior;
  const sums = new Map<number, number>();
  const add = (actor: number, kept: number) =>
    sums.set(actor, (sums.get(actor) ?? 0) + (fromLean(kept) ?? 0));
  for (const event of state.recent.events) add(event.actor, event.lean);
  for (const act of dripActs(state.drip)) if (!sums.has(act.actor)) add(act.actor, act.lean);
  for (const [actor, sum] of sums) sums.set(actor, Math.min(leanMax, Math.max(leanMin, sum)));
  return sums;
}

/** What each reporter's own reports say: unseen objects, a record of unfounded reports. */
function reportSigns(state: DefenderState, policy: DetectionPolicy): Map<number, number> {
  const { unseenReport, falseReporter } = policy.posterior;
  const { knownMin, upheldShareMax } = policy.detectors.D7;
  const signs = new Map<number, number>();
  for (const report of state.reports.kept) {
    const unfounded = report.decided >= knownMin && report.upheld < report.decided * upheldShareMax;
    const sign = (report.viewed === NO ? unseenReport : 0) + (unfounded ? falseReporter : 0);
    signs.set(report.actor, Math.max(sign, signs.get(report.actor) ?? 0));
  }
  return signs;
}

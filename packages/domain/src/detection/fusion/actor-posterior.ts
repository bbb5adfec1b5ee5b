import type { ActorRef, Boxed } from '@hrd-shield/contracts';
import type { Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { type ActorRecord, NO } from '../state/actor-table.ts';
import { fromStance } from '../state/recent-events.ts';
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

/**
 * Who is part of a campaign by their own acts and ties. Presence alone stays at the presence
 * prior; accounts whom the defender follows or answers are never listed.
 *
 * @source detection notes, section 4, per-actor posterior
 */
export function listedActors(
  state: DefenderState,
  findings: readonly Finding[],
  actors: ReadonlySet<number>,
  policy: DetectionPolicy,
): ListedActor[] {
  const records = recordsOf(state, actors).filter((record) => !record.exempt);
  const marked = new Set(findings.flatMap((finding) => [...finding.marked]));
  const ties = tiesOf(records, policy);
  const hostility = hostilityOf(state, actors);
  const reports = reportSigns(state, policy);
  const rules = policy.posterior;
  const listed: ListedActor[] = [];
  for (const record of records) {
    const logit =
      rules.presence +
      (marked.has(record.key) ? rules.nearDuplicate : 0) +
      (record.returning ? rules.recurrence : 0) +
      ties(record) +
      rules.hostile * (hostility.get(record.key) ?? 0) +
      (record.exposed === NO ? rules.unexposed : 0) +
      (reports.get(record.key) ?? 0);
    const posterior = sigmoid(logit);
    if (posterior < rules.listMin) continue;
    listed.push({
      ref: record.ref,
      posterior,
      ...(record.handle === undefined ? {} : { handle: record.handle }),
    });
  }
  return listed.sort((a, b) => b.posterior - a.posterior || (a.ref < b.ref ? -1 : 1));
}

function tiesOf(
  records: readonly ActorRecord[],
  policy: DetectionPolicy,
): (record: ActorRecord) => number {
  const { cohort, posterior } = policy;
  const devices = groupSizes(records, 'device');
  const profiles = groupSizes(records, 'profile');
  const peak = creationPeak(records, cohort.spanMs);
  const together = new Set(peak.length >= cohort.actorsMin ? peak : []);
  const shared = (sizes: ReadonlyMap<number, number>, value: number) =>
    value !== 0 && (sizes.get(value) ?? 0) >= cohort.sharedMin;
  return (record) =>
    (shared(devices, record.device) ? posterior.sharedDevice : 0) +
    (shared(profiles, record.profile) ? posterior.sharedProfile : 0) +
    (together.has(record) ? posterior.creationCluster : 0) +
    (isYoung(record, cohort.youngMs) ? posterior.young : 0);
}

/** Own hostility of each actor, -1 to 1: mean of hostile less supportive, by trust. */
function hostilityOf(state: DefenderState, actors: ReadonlySet<number>): Map<number, number> {
  const sums = new Map<number, { sum: number; events: number }>();
  for (const event of state.recent.events) {
    const hostile = fromStance(event.hostile);
    if (hostile === undefined || !actors.has(event.actor)) continue;
    const voice = sums.get(event.actor) ?? { sum: 0, events: 0 };
    const net = hostile - (fromStance(event.supportive) ?? 0);
    voice.sum += net * (fromStance(event.trust) ?? 0);
    voice.events += 1;
    sums.set(event.actor, voice);
  }
  return new Map([...sums].map(([key, voice]) => [key, voice.sum / voice.events]));
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

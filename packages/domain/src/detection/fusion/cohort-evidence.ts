import type { Evidence } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { ActorRecord } from '../state/actor-table.ts';
import { along } from '../statistics/curve.ts';
import { knownShare } from '../statistics/member-statistics.ts';
import { poissonSurprise } from '../statistics/tails.ts';

/** Starts of a scan window that were tried, as a correction in log10. */
const SCANNED_SPANS = 500;

/** What of an actor speaks of a cohort. */
export type CohortMember = Pick<
  ActorRecord,
  'createdAt' | 'firstAt' | 'device' | 'profile' | 'dormant'
>;

/**
 * Signs that accounts belong together: made in one week, on one device, from one profile template,
 * young, or woken after long sleep. A shared network counts for nothing: offices and carriers share.
 *
 * @source detection notes, D5 and section 2
 */
export function cohortEvidence(
  records: readonly CohortMember[],
  policy: DetectionPolicy,
  missing: string[],
): Evidence[] {
  const rules = policy.cohort;
  const found: Evidence[] = [];
  const aged = records.filter((record) => record.createdAt >= 0);
  if (records.length > 0 && aged.length < rules.actorsMin) missing.push('actor.createdAt');
  if (aged.length >= rules.actorsMin) {
    const [first, end] = densestSpan(creationsOf(aged).sort(), rules.spanMs);
    const peak = end - first;
    const surprise = creationSurprise(peak, aged.length, policy);
    add(found, 'cohort.created-together', peak, along(rules.creationSurprise, surprise));
    const young = aged.filter((record) => isYoung(record, rules.youngMs)).length / aged.length;
    add(found, 'cohort.young-share', young, along(rules.youngShare, young));
  }
  if (records.length > 0 && records.every((record) => record.device === 0)) {
    missing.push('actor.deviceHash');
  }
  const device = largestShare(records, 'device', rules.sharedMin);
  add(found, 'cohort.shared-device', device, along(rules.deviceShare, device));
  const profile = largestShare(records, 'profile', rules.sharedMin);
  add(found, 'cohort.shared-profile', profile, along(rules.profileShare, profile));
  const { share, known } = knownShare(records, 'dormant');
  if (known >= rules.actorsMin) add(found, 'cohort.woken', share, along(rules.dormantShare, share));
  return found;
}

function add(found: Evidence[], template: string, value: number, weight: number): void {
  if (weight > 0) found.push({ family: 'cohort', template, value, weight });
}

/** −log10 p that so many of `aged` accounts were made in one span, over all spans tried. */
export function creationSurprise(peak: number, aged: number, policy: DetectionPolicy): number {
  return poissonSurprise(peak, aged * policy.cohort.spanBackground) - Math.log10(SCANNED_SPANS);
}

/** Whether the account was younger than `youngMs` when it first acted. */
export function isYoung(record: CohortMember, youngMs: number): boolean {
  return record.createdAt >= 0 && record.firstAt - record.createdAt < youngMs;
}

/** The largest group of actors that were created within one span. */
export function creationPeak<M extends CohortMember>(records: readonly M[], spanMs: number): M[] {
  const sorted = records
    .filter((record) => record.createdAt >= 0)
    .sort((a, b) => a.createdAt - b.createdAt);
  return sorted.slice(...densestSpan(creationsOf(sorted), spanMs));
}

function creationsOf(records: readonly CohortMember[]): Float64Array {
  const made = new Float64Array(records.length);
  for (let i = 0; i < made.length; i += 1) made[i] = records[i]?.createdAt ?? 0;
  return made;
}

/** From which on and up to which the moments, all ascending, lie in the fullest span. */
function densestSpan(moments: Float64Array, spanMs: number): readonly [number, number] {
  let [first, end, from] = [0, 0, 0];
  for (let to = 0; to < moments.length; to += 1) {
    while ((moments[to] ?? 0) - (moments[from] ?? 0) > spanMs) from += 1;
    if (to - from + 1 > end - first) [first, end] = [from, to + 1];
  }
  return [first, end];
}

/** Sizes of groups with the same value; unknown values form no group. */
export function groupSizes(
  records: readonly CohortMember[],
  field: 'device' | 'profile',
): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (const record of records) {
    if (record[field] !== 0) sizes.set(record[field], (sizes.get(record[field]) ?? 0) + 1);
  }
  return sizes;
}

/** Share of the actors in groups of at least `sharedMin`. */
function largestShare(
  records: readonly CohortMember[],
  field: 'device' | 'profile',
  sharedMin: number,
): number {
  let grouped = 0;
  for (const size of groupSizes(records, field).values()) if (size >= sharedMin) grouped += size;
  return records.length === 0 ? 0 : grouped / records.length;
}

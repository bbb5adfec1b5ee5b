import { measureSpecOf, type ProtectionPolicy } from './policy.ts';

const HOUR_MS = 3_600_000;
/** Cases of which is known what was done for them; the oldest is forgotten first. */
const MAX_CASES = 10_000;

/** What happened to a measure that touches others and that nobody asked for. */
export type BreakerEvent = { readonly at: number; readonly country?: string } & (
  | { readonly kind: 'applied'; readonly measure: string; readonly case: string }
  | { readonly kind: 'failed'; readonly measure: string }
  | { readonly kind: 'rejected'; readonly case: string }
);

/** Counts of the last hour. A plain value; keys are `<kind>:<measure>@<country>`. */
export interface BreakerLedger {
  readonly times: Readonly<Record<string, readonly number[]>>;
  readonly measures: ReadonlyMap<string, readonly string[]>;
}

/** A breaker that has just tripped: nothing automatic of this kind there until then. */
export interface Tripped {
  readonly measure: string;
  /** Absent: everywhere. */
  readonly country?: string;
  readonly reason: 'quota' | 'failures' | 'rejections';
  /** Epoch ms. */
  readonly until: number;
}

/** Before anything was counted: no breaker has tripped. */
export const EMPTY_LEDGER: BreakerLedger = { times: {}, measures: new Map() };

/**
 * Counts one event and says which breakers it trips: more applications in a country than its quota,
 * or more failures or rejections anywhere than people should have to clear up. Only measures on
 * actors are counted, so that nothing on a defender's own side can ever be disarmed.
 *
 * @source response notes, section 1; product notes, feature 20
 */
export function countForBreakers(
  ledger: BreakerLedger,
  event: BreakerEvent,
  policy: ProtectionPolicy,
): { readonly ledger: BreakerLedger; readonly tripped: readonly Tripped[] } {
  const { limits } = policy;
  if (limits === undefined) return { ledger, tripped: [] };
  const names =
    event.kind === 'rejected' ? (ledger.measures.get(event.case) ?? []) : [event.measure];
  const touching = names.filter((name) => measureSpecOf(policy, name)?.subject === 'actors');
  let times = recentOnly(ledger.times, event.at);
  const tripped: Tripped[] = [];
  const until = event.at + limits.breakerRestMs;
  for (const measure of touching) {
    const place = event.kind === 'applied' ? (event.country ?? '*') : '*';
    const key = `${event.kind}:${measure}@${place}`;
    const counted = [...(times[key] ?? []), event.at];
    times = { ...times, [key]: counted };
    const [reason, most] = boundOf(event.kind, measure, policy);
    if (most === undefined || counted.length < most) continue;
    tripped.push({
      measure,
      reason,
      until,
      ...(event.kind === 'applied' && event.country !== undefined
        ? { country: event.country }
        : {}),
    });
    const { [key]: _, ...rest } = times;
    times = rest;
  }
  return { ledger: { times, measures: noteCase(ledger, event, touching) }, tripped };
}

function boundOf(
  kind: BreakerEvent['kind'],
  measure: string,
  policy: ProtectionPolicy,
): readonly [Tripped['reason'], number | undefined] {
  switch (kind) {
    case 'applied':
      return ['quota', measureSpecOf(policy, measure)?.quotaPerRegionHour];
    case 'failed':
      return ['failures', policy.limits?.breakerFailuresPerHour];
    case 'rejected':
      return ['rejections', policy.limits?.breakerRejectionsPerHour];
  }
}

function recentOnly(times: BreakerLedger['times'], at: number): Record<string, readonly number[]> {
  return Object.fromEntries(
    Object.entries(times).flatMap(([key, all]) => {
      const recent = all.filter((time) => time > at - HOUR_MS);
      return recent.length === 0 ? [] : [[key, recent] as const];
    }),
  );
}

function noteCase(
  ledger: BreakerLedger,
  event: BreakerEvent,
  touching: readonly string[],
): BreakerLedger['measures'] {
  if (event.kind !== 'applied' || touching.length === 0) return ledger.measures;
  const known = ledger.measures.get(event.case) ?? [];
  const next = new Map(ledger.measures);
  next.delete(event.case);
  next.set(event.case, [...new Set([...known, ...touching])]);
  const oldest = next.keys().next();
  if (next.size > MAX_CASES && oldest.done === false) next.delete(oldest.value);
  return next;
}

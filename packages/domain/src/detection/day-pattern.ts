import type { DetectionPolicy } from './policy.ts';
import { YES } from './state/actor-table.ts';
import { HOUR_MS } from './state/baseline.ts';
import { BUCKETS_PER_HOUR, sumBuckets } from './state/bucket-counts.ts';
import { CHANNELS } from './state/channels.ts';
import { learnDay } from './state/pattern-memory.ts';
import { fromStance, type RecentEvent } from './state/recent-events.ts';
import type { DefenderState } from './state/state.ts';
import { actorsOf, recordsOf } from './statistics/member-statistics.ts';

const HOURS_PER_DAY = 24;
/** What a watermark may have dropped already is left out, so that none changes the result. */
const HOURS_READ = 22;

/** Learns the day that ends with a closed hour; other hours do nothing. */
export function learnDayPattern(state: DefenderState, hour: number, policy: DetectionPolicy): void {
  if (hour % HOURS_PER_DAY !== HOURS_PER_DAY - 1) return;
  const endMs = (hour + 1) * HOUR_MS;
  const events = state.recent.events.filter(
    (event) => event.at <= endMs && event.at > endMs - HOURS_READ * HOUR_MS,
  );
  const last = events.at(-1);
  // A day without a word is no pattern that could be shown.
  if (last === undefined) return;
  const features = featuresOf(state, hour, events);
  learnDay(state.pattern, { features, endMs, last }, policy.detectors.D20);
}

/** Sixteen features of a day, counts as logarithms and shares as they are; none is negative. */
function featuresOf(state: DefenderState, hour: number, events: readonly RecentEvent[]): number[] {
  const lastBucket = (hour + 1) * BUCKETS_PER_HOUR - 1;
  const counts = CHANNELS.map((channel) =>
    sumBuckets(state.counts, channel, lastBucket, HOURS_READ * BUCKETS_PER_HOUR),
  );
  const actors = actorsOf(events);
  const records = recordsOf(state, actors);
  const components = new Set<number>();
  for (const event of events) components.add(event.component);
  return [
    ...counts.map((count) => Math.log1p(count)),
    Math.log1p(actors.size),
    Math.log1p(events.length / Math.max(1, actors.size)),
    shareOf(records, (record) => record.novel === YES),
    shareOf(records, (record) => record.exposed === YES),
    shareOf(records, (record) => record.dormant === YES),
    shareOf(records, (record) => record.device === 0),
    meanOf(events, 'hostile'),
    meanOf(events, 'supportive'),
    meanOf(events, 'obfuscation'),
    1 - components.size / events.length,
    shareOf(events, (event) => event.site !== 0),
    shareOf(events, (event) => event.accusations !== 0),
  ];
}

function shareOf<T>(all: readonly T[], test: (one: T) => boolean): number {
  let passed = 0;
  for (const one of all) if (test(one)) passed += 1;
  return passed / Math.max(1, all.length);
}

/** Mean of what is known of a kept share. */
function meanOf(
  events: readonly RecentEvent[],
  field: 'hostile' | 'supportive' | 'obfuscation',
): number {
  let sum = 0;
  let known = 0;
  for (const event of events) {
    const value = fromStance(event[field]);
    if (value === undefined) continue;
    sum += value;
    known += 1;
  }
  return sum / Math.max(1, known);
}

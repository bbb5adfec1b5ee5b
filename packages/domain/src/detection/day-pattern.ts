import type { DetectionPolicy } from './policy.ts';
import { YES } from './state/actor-table.ts';
import { HOUR_MS } from './state/baseline.ts';
import { BUCKETS_PER_HOUR, sumBuckets } from './state/bucket-counts.ts';
import { CHANNELS } from './state/channels.ts';
import { learnDay } from './state/pattern-memory.ts';
import { fromStance } from './state/recent-events.ts';
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
function featuresOf(
  state: DefenderState,
  hour: number,
  events: DefenderState['recent']['events'],
): number[] {
  const lastBucket = (hour + 1) * BUCKETS_PER_HOUR - 1;
  const counts = CHANNELS.map((channel) =>
    sumBuckets(state.counts, channel, lastBucket, HOURS_READ * BUCKETS_PER_HOUR),
  );
  const actors = actorsOf(events);
  const records = recordsOf(state, actors);
  const among = (test: (record: (typeof records)[number]) => boolean) =>
    records.filter(test).length / Math.max(1, records.length);
  const share = (test: (event: (typeof events)[number]) => boolean) =>
    events.filter(test).length / events.length;
  const mean = (kept: readonly number[]) => {
    const known = kept.map(fromStance).filter((value) => value !== undefined);
    return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  };
  const components = new Set(events.map((event) => event.component)).size;
  return [
    ...counts.map((count) => Math.log1p(count)),
    Math.log1p(actors.size),
    Math.log1p(events.length / Math.max(1, actors.size)),
    among((record) => record.novel === YES),
    among((record) => record.exposed === YES),
    among((record) => record.dormant === YES),
    among((record) => record.device === 0),
    mean(events.map((event) => event.hostile)),
    mean(events.map((event) => event.supportive)),
    mean(events.map((event) => event.obfuscation)),
    1 - components / events.length,
    share((event) => event.site !== 0),
    share((event) => event.accusations !== 0),
  ];
}

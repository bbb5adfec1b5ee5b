import type { Evidence } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { expectedEvents } from '../state/baseline.ts';
import { BUCKET_MS, BUCKETS, BUCKETS_PER_HOUR, sumBuckets } from '../state/bucket-counts.ts';
import type { Channel } from '../state/channels.ts';
import type { DefenderState } from '../state/state.ts';
import { along, type Curve } from './curve.ts';
import { negativeBinomialSurprise } from './tails.ts';

/** Windows in buckets: 5 minutes, 1 hour, 1 day. The first spans two so that it is never empty. */
const WINDOWS = [2, BUCKETS_PER_HOUR, BUCKETS] as const;

/** The window that is least expected. */
export interface Burst {
  readonly channel: Channel;
  readonly fromMs: number;
  readonly count: number;
  readonly expected: number;
  /** −log10 p, after the cold-start factor, capped. */
  readonly surprise: number;
}

/** The strongest burst over the windows and channels. @source detection notes, section 2 */
export function strongestBurst(
  state: DefenderState,
  channels: readonly Channel[],
  policy: DetectionPolicy,
): Burst | undefined {
  const { nowMs, firstAt } = state.clock;
  const last = Math.floor(nowMs / BUCKET_MS);
  const cold = nowMs - firstAt < policy.baseline.coldStartMs;
  let best: Burst | undefined;
  for (const channel of channels) {
    for (const length of WINDOWS) {
      const count = sumBuckets(state.counts, channel, last, length);
      if (count === 0) continue;
      const fromMs = (last - length + 1) * BUCKET_MS;
      const expected = expectedEvents(state.baseline, channel, { fromMs, toMs: nowMs }, policy);
      const raw = negativeBinomialSurprise(count, expected, sizeOf(length, policy));
      const surprise = Math.min(
        policy.baseline.surpriseMax,
        cold ? raw / policy.baseline.coldStartFactor : raw,
      );
      // Of windows that are as unlikely the longest holds most of what happened.
      const isLonger = surprise === best?.surprise && channel === best.channel;
      if (best === undefined || surprise > best.surprise || isLonger) {
        best = { channel, fromMs: fromMs - 1, count, expected, surprise };
      }
    }
  }
  return best;
}

/** Counts of a day vary less than those of an hour, whose crowds come and go together. */
function sizeOf(length: number, { baseline }: DetectionPolicy): number {
  return length === BUCKETS ? baseline.dispersionOfDay : baseline.dispersion;
}

/**
 * The burst of speech as evidence of volume. Detectors that see the same burst name it alike, so
 * that fusion counts it once.
 */
export function burstEvidence(
  state: DefenderState,
  weights: Curve,
  policy: DetectionPolicy,
): Evidence[] {
  const burst = strongestBurst(state, ['speech', 'adverse'], policy);
  if (burst === undefined) return [];
  const weight = along(weights, burst.surprise);
  if (weight <= 0) return [];
  return [
    {
      family: 'volume',
      template: 'speech.burst',
      value: burst.count,
      baseline: burst.expected,
      weight,
    },
  ];
}

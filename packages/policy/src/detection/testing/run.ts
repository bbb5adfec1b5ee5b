import { TIERS } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyWatermark,
  type DetectedSignal,
  type DetectionPolicy,
  newDefenderState,
} from '@hrd-shield/domain';
import type { Stream } from './stream.ts';

export interface Run {
  readonly signals: readonly DetectedSignal[];
  readonly highest: number;
  /** Hostile events up to the first signal of guard or above; undefined when there was none. */
  readonly hostileToGuard: number | undefined;
}

/** Runs a stream through detection and a final watermark a day later. */
export function run(stream: Stream, policy: DetectionPolicy): Run {
  const state = newDefenderState(stream.defender);
  const signals: DetectedSignal[] = [];
  let hostile = 0;
  let hostileToGuard: number | undefined;
  let last = 0;
  for (const event of stream.sorted()) {
    if (stream.hostile.has(event.ref)) hostile += 1;
    const raised = applyEvent(state, event, policy);
    signals.push(...raised);
    if (raised.some((signal) => TIERS.indexOf(signal.tier) >= 2)) hostileToGuard ??= hostile;
    last = event.at;
  }
  signals.push(...applyWatermark(state, last + 2 * 86_400_000, policy));
  const highest = Math.max(0, ...signals.map((signal) => TIERS.indexOf(signal.tier)));
  return { signals, highest, hostileToGuard };
}

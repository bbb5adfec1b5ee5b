import type { TargetingEvent, TargetingHint } from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy } from '@hrd-shield/domain';
import { createOfflineDetector } from './detector.ts';

/** Everybody who was found to take part in a campaign, with the highest posterior. */
export type CampaignActors = ReadonlyMap<string, number>;

export interface ActorCensus {
  apply(event: TargetingEvent): void;
  hint(hint: TargetingHint): void;
  /** Moves event time to the end of the run, epoch ms. */
  end(at: number): void;
  actorsOf(campaign: string): CampaignActors;
}

/**
 * Signals tell of new actors in steps, so that they stay few. The census runs the same detection
 * with a signal at every step and no threshold of listing: campaigns, scores and tiers are the
 * same, and nobody who joined after the last signal is missing.
 */
export function createActorCensus(policy: DetectionPolicy): ActorCensus {
  const detector = createOfflineDetector({
    ...policy,
    fusion: { ...policy.fusion, reviseAtGrowth: 0 },
    posterior: { ...policy.posterior, listMin: 0 },
  });
  const partition = 0;
  let offset = 0n;
  const byCampaign = new Map<string, Map<string, number>>();
  const note = (signal: DetectedSignal) => {
    const known = byCampaign.get(signal.campaign) ?? new Map<string, number>();
    for (const { ref, posterior } of signal.actors) {
      known.set(ref, Math.max(posterior, known.get(ref) ?? 0));
    }
    byCampaign.set(signal.campaign, known);
  };
  return {
    apply: (event) => {
      detector.apply(event, { partition, offset }).forEach(note);
      offset += 1n;
    },
    hint: (hint) => {
      detector.hint(hint, { partition, offset }).forEach(note);
      offset += 1n;
    },
    end: (at) => detector.watermark(at, { partition, offset }).forEach(note),
    actorsOf: (campaign) => byCampaign.get(campaign) ?? new Map(),
  };
}

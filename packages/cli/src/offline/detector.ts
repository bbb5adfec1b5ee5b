import { type TargetingEvent, type TargetingHint, TIERS, type Tier } from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy } from '@hrd-shield/domain';
import { DetectionFold } from '@hrd-shield/pipeline';

/** What became of one campaign by the end of the input. */
export interface CampaignSummary {
  readonly campaign: string;
  readonly defender: string;
  readonly highestTier: Tier;
  /** Tier at the end: campaigns fall as they end. */
  readonly finalTier: Tier;
  readonly highestScore: number;
  /** Epoch ms of event time. */
  readonly firstEventAt: number;
  readonly lastEventAt: number;
  readonly signals: number;
  readonly actors: number;
}

/** The fold of the service, one for each partition of the log. */
export interface OfflineDetector {
  apply(event: TargetingEvent, at: LogPlace): readonly DetectedSignal[];
  /** What the stages across defenders say, at its place on the log. */
  hint(hint: TargetingHint, at: LogPlace): readonly DetectedSignal[];
  /** Moves event time of a partition, epoch ms. */
  watermark(atMs: number, at: LogPlace): readonly DetectedSignal[];
  campaigns(): readonly CampaignSummary[];
}

/** Where a record stands on the log. */
export interface LogPlace {
  readonly partition: number;
  readonly offset: bigint;
}

/** Begins with empty state. A partition gets its fold with its first record. */
export function createOfflineDetector(policy: DetectionPolicy): OfflineDetector {
  const folds = new Map<number, DetectionFold>();
  const campaigns = new Map<string, CampaignSummary>();

  function foldOf({ partition }: LogPlace): DetectionFold {
    const known = folds.get(partition);
    if (known !== undefined) return known;
    const fresh = new DetectionFold(policy);
    folds.set(partition, fresh);
    return fresh;
  }

  function noted(signals: readonly DetectedSignal[]): readonly DetectedSignal[] {
    for (const signal of signals) {
      campaigns.set(signal.campaign, summaryOf(signal, campaigns.get(signal.campaign)));
    }
    return signals;
  }

  return {
    apply: (event, at) => noted(foldOf(at).applyEvent(event, at.offset)),
    hint: (hint, at) => noted(foldOf(at).applyHint(hint, at.offset)),
    watermark: (atMs, at) => noted(foldOf(at).applyWatermark(atMs, at.offset)),
    campaigns: () => [...campaigns.values()],
  };
}

function summaryOf(signal: DetectedSignal, before: CampaignSummary | undefined): CampaignSummary {
  const isHigher =
    before === undefined || TIERS.indexOf(signal.tier) > TIERS.indexOf(before.highestTier);
  return {
    campaign: signal.campaign,
    defender: signal.defender,
    highestTier: isHigher ? signal.tier : before.highestTier,
    finalTier: signal.tier,
    highestScore: Math.max(signal.score, before?.highestScore ?? 0),
    firstEventAt: signal.firstEventAt,
    lastEventAt: signal.eventAt,
    signals: (before?.signals ?? 0) + 1,
    actors: Math.max(signal.actorCount, before?.actors ?? 0),
  };
}

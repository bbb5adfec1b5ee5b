import type { DefenderRef, TargetingEvent } from '@hrd-shield/contracts';
import { TIERS, type Tier } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyWatermark,
  type DefenderState,
  type DetectedSignal,
  type DetectionPolicy,
  newDefenderState,
} from '@hrd-shield/domain';

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

/** The detection core over many defenders: no clock, no I/O, memory bounded per defender. */
export interface OfflineDetector {
  apply(event: TargetingEvent): readonly DetectedSignal[];
  /** Moves event time of every defender of the group, as a watermark of its partition does. */
  watermark(group: number, at: number): readonly DetectedSignal[];
  campaigns(): readonly CampaignSummary[];
}

/** @param groupOf the partition of a defender; watermarks move defenders by partition */
export function createOfflineDetector(
  policy: DetectionPolicy,
  groupOf: (event: TargetingEvent) => number,
): OfflineDetector {
  const states = new Map<DefenderRef, DefenderState>();
  const groups = new Map<number, DefenderState[]>();
  const campaigns = new Map<string, CampaignSummary>();

  function stateOf(event: TargetingEvent, group: number): DefenderState {
    const known = states.get(event.defender);
    if (known !== undefined) return known;
    const fresh = newDefenderState(event.defender);
    states.set(event.defender, fresh);
    groups.set(group, [...(groups.get(group) ?? []), fresh]);
    return fresh;
  }

  function noted(signals: readonly DetectedSignal[]): readonly DetectedSignal[] {
    for (const signal of signals) {
      campaigns.set(signal.campaign, summaryOf(signal, campaigns.get(signal.campaign)));
    }
    return signals;
  }

  return {
    apply: (event) => noted(applyEvent(stateOf(event, groupOf(event)), event, policy)),
    watermark: (group, at) =>
      noted((groups.get(group) ?? []).flatMap((state) => applyWatermark(state, at, policy))),
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

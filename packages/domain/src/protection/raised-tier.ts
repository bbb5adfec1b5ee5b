import { type CampaignId, type SignalBrief, TIERS, type Tier } from '@hrd-shield/contracts/pure';

/** The highest tier that was lately handed on of each campaign against one defender. */
export interface ReachedTiers {
  readonly byCampaign: ReadonlyMap<CampaignId, Tier>;
  /** Of all campaigns beyond those that are told apart. */
  readonly beyond: Tier;
}

/**
 * Before anything was handed on, and again after a quiet while: the next signal of any tier rises.
 */
export const NONE_REACHED: ReachedTiers = { byCampaign: new Map(), beyond: 'none' };

/** Campaigns that are told apart, so that a flood of invented ones does not pass one by one. */
export const MAX_REACHED = 16;

/**
 * Whether a signal says more than what was handed on of its campaign. A raised tier waits for no
 * other signal; only repeats go together.
 *
 * @returns what is reached with it, or nothing for a repeat
 * @source response notes, section 2
 */
export function raisedBy(
  reached: ReachedTiers,
  { campaign, tier }: Pick<SignalBrief, 'campaign' | 'tier'>,
): ReachedTiers | undefined {
  const { beyond, byCampaign } = reached;
  const isToldApart = byCampaign.has(campaign) || byCampaign.size < MAX_REACHED;
  const known = isToldApart ? (byCampaign.get(campaign) ?? 'none') : beyond;
  if (TIERS.indexOf(tier) <= TIERS.indexOf(known)) return undefined;
  return isToldApart
    ? { beyond, byCampaign: new Map(byCampaign).set(campaign, tier) }
    : { beyond: tier, byCampaign };
}

import type { RiskSignal, SignalActors } from '@hrd-shield/contracts';
import { signalId, type Threat, TIERS, type Tier } from '@hrd-shield/contracts/pure';
import type { Finding } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import { type Campaign, threatsOf } from '../state/campaign-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { listedActors } from './actor-posterior.ts';
import { type Assessment, entered } from './fuse.ts';

/** A signal with its actors in clear; the service seals them. */
export type DetectedSignal = Omit<RiskSignal, 'actors'> & { readonly actors: SignalActors };

/** What was found for a campaign now, and what it amounts to. */
export interface Claim {
  readonly findings: readonly Finding[];
  readonly assessment: Assessment;
}

/**
 * Moves the tier of a campaign with hysteresis and dwell, and raises a signal when it crosses,
 * when a threat joins, or when the actors have grown by the revision share.
 *
 * @source detection notes, section 4, score to tier
 */
export function raiseSignal(
  state: DefenderState,
  campaign: Campaign,
  claim: Claim,
  policy: DetectionPolicy,
): DetectedSignal | undefined {
  const { assessment } = claim;
  const { nowMs } = state.clock;
  const tier = nextTier(campaign, assessment, nowMs, policy);
  if (tier !== campaign.tier) {
    campaign.tier = tier;
    campaign.tierSince = nowMs;
    const index = TIERS.indexOf(tier);
    campaign.entered[index] = (campaign.entered[index] ?? 0) + 1;
    campaign.revision = 0;
  } else if (isRevision(campaign, nowMs, policy)) {
    campaign.revision += 1;
  } else {
    return undefined;
  }
  campaign.signalledActors = campaign.actorCount;
  campaign.signalledAt = nowMs;
  campaign.signalledThreats = campaign.threats;
  return buildSignal(state, campaign, claim, policy);
}

function nextTier(
  campaign: Campaign,
  assessment: Assessment,
  nowMs: number,
  policy: DetectionPolicy,
): Tier {
  const up = entered(assessment.score, policy);
  if (TIERS.indexOf(up) >= TIERS.indexOf(campaign.tier)) return up;
  if (campaign.tier === 'none') return 'none';
  if (nowMs - campaign.tierSince < policy.time.dwellMs) return campaign.tier;
  return assessment.score >= policy.fusion.tiers[campaign.tier].exit ? campaign.tier : up;
}

/** More threats, many more actors, or some more and nothing was said of them for long. */
function isRevision(campaign: Campaign, nowMs: number, policy: DetectionPolicy): boolean {
  if (campaign.tier === 'none') return false;
  if ((campaign.threats & ~campaign.signalledThreats) !== 0) return true;
  if (campaign.actorCount <= campaign.signalledActors) return false;
  const { reviseAfterMs, reviseAtGrowth } = policy.fusion;
  const grown = campaign.signalledActors * (1 + reviseAtGrowth);
  return campaign.actorCount >= grown || nowMs - campaign.signalledAt >= reviseAfterMs;
}

function buildSignal(
  state: DefenderState,
  campaign: Campaign,
  { findings, assessment }: Claim,
  policy: DetectionPolicy,
): DetectedSignal {
  const threats = threatsOf(campaign.threats);
  const explanation = assessment.explain();
  const crossing = (campaign.entered[TIERS.indexOf(campaign.tier)] ?? 1) - 1;
  return {
    id: signalId(campaign.id, campaign.tier, crossing),
    revision: campaign.revision,
    defender: state.defender,
    campaign: campaign.id,
    threat: leadThreat(findings, threats, policy),
    threats,
    tier: campaign.tier,
    score: assessment.score,
    coordination: assessment.coordination,
    ...(assessment.hostility === undefined ? {} : { hostility: assessment.hostility }),
    inauthentic: assessment.inauthentic,
    directHarm: assessment.directHarm,
    firstEventAt: campaign.firstAt,
    eventAt: state.clock.nowMs,
    eventCount: campaign.eventCount,
    actorCount: campaign.actorCount,
    explanation,
    actors: listedActors(state, findings, { score: assessment.score, explanation }, policy),
    policyHash: policy.hash,
  };
}

/** The gravest of the threats found now, by the order in the policy; else of all so far. */
function leadThreat(
  findings: readonly Finding[],
  threats: readonly Threat[],
  policy: DetectionPolicy,
): Threat {
  const now = findings.map((finding) => finding.threat);
  const among = now.length > 0 ? now : threats;
  return policy.threatOrder.find((threat) => among.includes(threat)) ?? among[0] ?? 'off-pattern';
}

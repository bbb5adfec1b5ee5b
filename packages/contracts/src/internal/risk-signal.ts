import { z } from 'zod';
import { field } from '../field.ts';
import { ActorRef, Boxed, CampaignId, DefenderRef, EventRef, Sealed, SignalId } from '../ids.ts';
import { Count, EpochMs, Ratio } from '../units.ts';
import { FAMILIES, THREATS, TIERS } from '../vocabulary.ts';

/** One reason behind a score; the sentence is a template, the numbers come from state. */
export const Reason = z.object({
  family: z.enum(FAMILIES),
  detector: field(z.string(), 'id of the detector, D1 to D20', 'plain'),
  template: field(z.string(), 'id of the sentence template', 'plain'),
  value: field(z.number(), 'what was seen', 'content'),
  baseline: field(z.number().optional(), 'what is usual', 'content'),
  contribution: field(z.number(), 'share of the logit, log-odds', 'plain'),
  evidence: field(z.array(EventRef).max(16), 'events behind it', 'pseudonym'),
});
export type Reason = z.infer<typeof Reason>;

/** Why a score is what it is. Contributions add up to the logit within 1e-9. */
export const Explanation = z.object({
  prior: field(z.number(), 'log-odds before any evidence', 'plain'),
  logit: field(z.number(), 'prior and all contributions, log-odds', 'plain'),
  reasons: field(z.array(Reason).max(24), 'largest contribution first', 'content'),
  gates: field(
    z.array(z.object({ gate: z.string(), passed: z.boolean() })),
    'rules that can cap the tier',
    'plain',
  ),
  benign: field(
    z.array(z.object({ hypothesis: z.string(), supported: z.boolean(), contribution: z.number() })),
    'innocent explanations tested',
    'content',
  ),
  counterfactual: field(
    z.object({ without: z.string(), score: Ratio, tier: z.enum(TIERS) }).optional(),
    'the score without the strongest family',
    'plain',
  ),
  missing: field(z.array(z.string()), 'inputs that were absent', 'plain'),
  degraded: field(z.boolean(), 'state was sampled because a bound was reached', 'plain'),
});
export type Explanation = z.infer<typeof Explanation>;

/** A scored, explained claim that a campaign against a defender is under way. */
export const RiskSignal = z.object({
  id: field(SignalId, 'from campaign, tier and crossing', 'pseudonym'),
  revision: field(Count, 're-scores of the same crossing, from 0', 'plain'),
  defender: field(DefenderRef, 'whom it is about', 'pseudonym'),
  campaign: field(CampaignId, 'one case per campaign', 'pseudonym'),
  threat: field(z.enum(THREATS), 'the leading threat', 'content'),
  threats: field(z.array(z.enum(THREATS)).min(1), 'all threats with evidence', 'content'),
  tier: field(z.enum(TIERS), 'the tier entered', 'content'),
  score: field(Ratio, 'calibrated probability', 'content'),
  coordination: field(Ratio, 'how coordinated, apart from hostility', 'content'),
  hostility: field(Ratio.optional(), 'how hostile; absent when nothing judged it', 'content'),
  inauthentic: field(
    z.boolean(),
    'cohort, infrastructure or recurrence evidence, or direct harm: measures may touch others',
    'content',
  ),
  directHarm: field(z.boolean(), 'never sampled, never coalesced', 'content'),
  firstEventAt: field(EpochMs, 'first event of the campaign, event time', 'content'),
  eventAt: field(EpochMs, 'event time of the crossing', 'content'),
  eventCount: field(Count, 'events of the campaign so far', 'content'),
  actorCount: field(Count, 'distinct actors so far', 'content'),
  explanation: Explanation,
  actors: field(Sealed.optional(), 'SignalActors under the data key of the defender', 'content'),
  policyHash: field(z.string(), 'SHA-256 of the detection policy', 'plain'),
});
export type RiskSignal = z.infer<typeof RiskSignal>;

/** Actors of a campaign with posterior of at least the listing threshold; never for sanctions. */
export const SignalActors = z.array(
  z.object({
    ref: ActorRef,
    posterior: Ratio,
    handle: Boxed.optional(),
  }),
);
export type SignalActors = z.infer<typeof SignalActors>;

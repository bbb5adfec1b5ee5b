import type { Outcome } from '@hrd-shield/contracts';
import {
  type CampaignId,
  type CaseId,
  type DefenderRef,
  type ImprovementId,
  type KnownBy,
  outcomeId,
  type ReportId,
  unraisedCampaignId,
} from '@hrd-shield/contracts/pure';

/** A campaign that somebody else than a detector told of. Times are epoch ms. */
export interface KnownCampaign {
  readonly by: KnownBy;
  /** The report or review that told of it: each tells once. */
  readonly source: ReportId | ImprovementId;
  readonly defender: DefenderRef;
  /** Absent where no detector ever spoke of it. */
  readonly campaign?: CampaignId | undefined;
  readonly case?: CaseId | undefined;
  /** When it was reported, or the day that the audit looked at. */
  readonly knownAt: number;
  /** When a person said that it was an attack. */
  readonly at: number;
  readonly scripted: boolean;
}

/**
 * The fact that a campaign was known before, or without, a signal: what detection is measured by.
 * Neither receipt nor text of a report is in it.
 */
export function knownCampaign(known: KnownCampaign): Outcome {
  const { at, by, defender, knownAt, scripted, source } = known;
  return {
    id: outcomeId('campaign.known', source, 0),
    kind: 'campaign.known',
    defender,
    at,
    eventAt: knownAt,
    campaign: known.campaign ?? unraisedCampaignId(defender, source),
    ...(known.case === undefined ? {} : { case: known.case }),
    reason: by,
    scripted,
  };
}

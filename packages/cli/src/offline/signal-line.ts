import type { EventRef } from '@hrd-shield/contracts';
import type { DetectedSignal } from '@hrd-shield/domain';
import type { CampaignActors } from './actor-census.ts';
import type { CampaignSummary } from './detector.ts';

/** Gives back what a pseudonym stands for; only where the file's own ids are asked for. */
export interface PlainIds {
  account(defenderRef: string): string | undefined;
  actor(actorRef: string): string | undefined;
  event(eventRef: string): string | undefined;
}

/** Actors listed as part of a campaign. @source detection notes, section 4: posterior of 0.8 */
const LISTED_POSTERIOR = 0.8;

/**
 * A signal as a line of the output file. Without `plain`: pseudonyms, and only actors who are
 * listed. With it: the file's own ids, and every actor with a posterior.
 */
export function toSignalLine(signal: DetectedSignal, plain: PlainIds | undefined): object {
  const { explanation, actors, ...rest } = signal;
  const { reasons, ...why } = explanation;
  const evidence = [...new Set(reasons.flatMap((reason) => reason.evidence))];
  const line = { kind: 'signal', ...rest, reasons, explanation: why };
  if (plain === undefined) {
    return {
      ...line,
      eventIds: evidence,
      actors: actors
        .filter(({ posterior }) => posterior >= LISTED_POSTERIOR)
        .map(({ ref, posterior }) => ({ ref, posterior })),
    };
  }
  const eventId = (ref: EventRef) => plain.event(ref) ?? ref;
  return {
    ...line,
    account: plain.account(signal.defender),
    reasons: reasons.map((reason) => ({ ...reason, evidence: reason.evidence.map(eventId) })),
    eventIds: evidence.map(eventId),
    actors: actors.map(({ ref, posterior }) => plainActor(ref, posterior, plain)),
  };
}

/** The last word on one campaign, for evaluation: everybody who took part, by the file's own ids. */
export function toCampaignLine(
  summary: CampaignSummary,
  actors: CampaignActors,
  plain: PlainIds,
): object {
  const { highestTier, highestScore, ...rest } = summary;
  return {
    kind: 'campaign',
    ...rest,
    tier: highestTier,
    score: highestScore,
    account: plain.account(summary.defender),
    actors: [...actors]
      .map(([ref, posterior]) => plainActor(ref, posterior, plain))
      .sort((a, b) => b.posterior - a.posterior || (a.account < b.account ? -1 : 1)),
  };
}

function plainActor(ref: string, posterior: number, plain: PlainIds) {
  const account = plain.actor(ref) ?? ref;
  return { account, posterior, listed: posterior >= LISTED_POSTERIOR };
}

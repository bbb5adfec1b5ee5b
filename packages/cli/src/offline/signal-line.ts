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

/** How lines of the output file are written. */
export interface LineRules {
  /** Actors of at least this posterior count as part of a campaign: `posterior.listMin`. */
  readonly listMin: number;
  /** The file's own ids; absent: pseudonyms. */
  readonly plain: PlainIds | undefined;
}

/**
 * A signal as a line of the output file. Without `plain`: pseudonyms, and only actors who are
 * listed. With it: the file's own ids, and every actor with a posterior.
 */
export function toSignalLine(signal: DetectedSignal, { listMin, plain }: LineRules): object {
  const { explanation, actors, ...rest } = signal;
  const { reasons, ...why } = explanation;
  const evidence = [...new Set(reasons.flatMap((reason) => reason.evidence))];
  const line = { kind: 'signal', ...rest, reasons, explanation: why };
  if (plain === undefined) {
    return {
      ...line,
      eventIds: evidence,
      actors: actors
        .filter(({ posterior }) => posterior >= listMin)
        .map(({ ref, posterior }) => ({ ref, posterior })),
    };
  }
  const eventId = (ref: EventRef) => plain.event(ref) ?? ref;
  return {
    ...line,
    account: plain.account(signal.defender),
    reasons: reasons.map((reason) => ({ ...reason, evidence: reason.evidence.map(eventId) })),
    eventIds: evidence.map(eventId),
    actors: actors.map(({ ref, posterior }) => plainActor({ ref, posterior }, { listMin, plain })),
  };
}

/** The last word on one campaign, for evaluation: everybody who took part, by the file's own ids. */
export function toCampaignLine(
  summary: CampaignSummary,
  actors: CampaignActors,
  { listMin, plain }: PlainRules,
): object {
  const { highestTier, highestScore, ...rest } = summary;
  return {
    kind: 'campaign',
    ...rest,
    tier: highestTier,
    score: highestScore,
    account: plain.account(summary.defender),
    actors: [...actors]
      .map(([ref, posterior]) => plainActor({ ref, posterior }, { listMin, plain }))
      .sort((a, b) => b.posterior - a.posterior || (a.account < b.account ? -1 : 1)),
  };
}

type PlainRules = LineRules & { readonly plain: PlainIds };

function plainActor(
  { posterior, ref }: { readonly ref: string; readonly posterior: number },
  { listMin, plain }: PlainRules,
) {
  const account = plain.actor(ref) ?? ref;
  return { account, posterior, listed: posterior >= listMin };
}

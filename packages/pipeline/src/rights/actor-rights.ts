import { type ActorNoticeGround, type ActorRef, TOPICS } from '@hrd-shield/contracts';
import { actorNoticeRecord } from '../list/actor-notices.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordSink } from '../ports/record-sink.ts';
import {
  type FindDeps,
  type Found,
  findActors,
  findListed,
  type HeldOfActor,
  type Listed,
} from './find-actors.ts';

const DAY_MS = 86_400_000;
const days = (topic: 'targetingEvents' | 'riskSignals') => TOPICS[topic].retentionMs / DAY_MS;

/** Days until what an actor did has left the logs. */
export const ACTS_LEFT_DAYS = days('targetingEvents');

/**
 * What the account is told, word for word the same whether or not anything is held: another answer
 * would say whether somebody whom it addressed is protected.
 */
export const ACTOR_ANSWER = [
  'What accounts do toward people at risk may be kept sealed under pseudonyms, to tell campaigns',
  `from usual speech: for ${ACTS_LEFT_DAYS} days, and for ${days('riskSignals')} days where an account`,
  'most probably took part in a campaign. No list of accounts is made for other ends. Each measure',
  'that touched the account came with a statement of reasons; its code opens an appeal to people.',
  'Objection, erasure and the end of the account are heard through the platform.',
].join(' ');

/** Where notices about actors go. */
export interface TellActorsDeps {
  readonly sink: RecordSink;
  readonly clock: Clock;
  /** Name of the topic of notices about actors. */
  readonly topic: string;
  /** Who tells. */
  readonly source: string;
}

export type RightsDeps = FindDeps & TellActorsDeps;

/** What became of an erasure. */
export interface Erased {
  readonly forgotten: readonly ActorRef[];
  /** Whoever a signal lists stays until it ends, or closing an account would hide a campaign. */
  readonly kept: readonly Listed[];
  /** False where not every signal was looked at: then nobody is forgotten. */
  readonly isComplete: boolean;
}

/** Rights of accounts that acted at defenders. @throws ShieldError `kafka.*` | `keys.unavailable` */
export interface ActorRights {
  access(actors: readonly ActorRef[]): Promise<Found<HeldOfActor>>;
  erase(actors: readonly ActorRef[], ground: 'erasure' | 'account-deleted'): Promise<Erased>;
  /** People upheld their objection: on no list of a signal from now on. */
  object(actors: readonly ActorRef[]): Promise<void>;
}

/**
 * Reads the logs anew for each question, within the bounds of `FindDeps`. An erasure that could not
 * look at every signal forgets nobody and says so.
 */
export function createActorRights(deps: RightsDeps): ActorRights {
  return {
    access: (actors) => findActors(actors, deps),
    erase: async (actors, ground) => {
      const { held, isComplete } = await findListed(actors, deps);
      const now = deps.clock.now();
      const kept = held.filter(({ listedUntil }) => listedUntil > now);
      const over = held.filter(({ listedUntil }) => listedUntil <= now);
      const forgotten = isComplete ? over.map(({ actor }) => actor) : [];
      await tellActors(forgotten, ground, deps);
      return { forgotten, kept, isComplete };
    },
    object: (actors) => tellActors(actors, 'objection', deps),
  };
}

/** Tells whoever keeps something of these actors; needs the log alone. */
export async function tellActors(
  actors: readonly ActorRef[],
  ground: ActorNoticeGround,
  { clock, sink, source, topic }: TellActorsDeps,
): Promise<void> {
  if (actors.length === 0) return;
  const at = clock.now();
  await sink.send(actors.map((actor) => actorNoticeRecord({ actor, ground, at }, topic, source)));
}

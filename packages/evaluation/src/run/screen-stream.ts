import {
  type CloudEvent,
  type DefenderRef,
  isStreamEventType,
  type TargetingEvent,
} from '@hrd-shield/contracts';
import {
  createScreenEvent,
  createScreenStream,
  type Designated,
  LikenessIndex,
  looksOfProfile,
  type SightingDeps,
  type StreamOutcome,
} from '@hrd-shield/pipeline';
import type { CityEvent, Episode, StreamedEvent } from '@hrd-shield/world';
import { defenderOf, designate, PSEUDONYMS, VAULT_KEYS } from './designate.ts';

const SOURCE = '/world';

/** What detection gets, in order of arrival: events of defenders, and counts for the stages. */
export type ScreenedRecord =
  | { readonly kind: 'event'; readonly event: TargetingEvent }
  | StreamOutcome['counts'][number];

/** Harm that is no matter of rate, at the moment from which it can be seen. */
export interface Harm {
  readonly defender: DefenderRef;
  /** Event time, epoch ms. */
  readonly at: number;
}

/** Records as detection gets them, with their truth by pseudonym. */
export interface ScreenedStream {
  readonly defender: DefenderRef;
  readonly defenders: number;
  readonly records: readonly ScreenedRecord[];
  readonly dropped: number;
  /** Hostile events of the scenario, on any stream and at any of the defenders, in order of time. */
  readonly hostileAt: readonly number[];
  readonly harms: readonly Harm[];
  readonly attackers: ReadonlySet<string>;
}

type Arriving = CityEvent | StreamedEvent;

/** Puts a stream through the screening of the service: schema, key, consent, time, pseudonyms. */
export async function screenStream(
  episode: Episode,
  rules: Omit<SightingDeps, 'pseudonyms'>,
): Promise<ScreenedStream> {
  const screening = createScreening(episode, rules);
  const records: ScreenedRecord[] = [];
  let dropped = 0;
  for (const event of arrivals(episode)) {
    const passed = await screening(event);
    if (passed.length === 0) dropped += 1;
    records.push(...passed);
  }
  return { ...truthOf(episode), records, dropped };
}

/** The steps of the service, for one event after another. */
function createScreening(
  episode: Episode,
  rules: Omit<SightingDeps, 'pseudonyms'>,
): (event: Arriving) => Promise<readonly ScreenedRecord[]> {
  const accounts = [episode.account, ...episode.others];
  const index = designate(accounts);
  // Nobody withdraws in a run.
  const known = new Map(accounts.map((one) => [one, index.find(Buffer.from(one))]));
  const likeness = new LikenessIndex();
  let at = 0;
  let reachedAt = 0;
  const shared = { pseudonyms: PSEUDONYMS, now: () => at };
  const screenEvent = createScreenEvent(
    { ...shared, vaultKeys: VAULT_KEYS },
    { futureMs: 0, latenessMs: rules.policy.time.latenessMs },
  );
  const screenOther = createScreenStream(
    { ...shared, index, likeness, stages: rules },
    { futureMs: 0 },
  );

  /** Events of a defender; what it tells of the own profile is learnt. */
  async function keyed(event: CityEvent, designated: Designated): Promise<ScreenedRecord[]> {
    const candidate = { event: asCloudEvent(event), key: event.key, designated };
    const result = await screenEvent({ ...candidate, appendedAt: at, reachedAt });
    if (result.kind !== 'ok') return [];
    reachedAt = Math.max(reachedAt, at);
    const { actor, defender, profile } = result.value;
    if (profile !== undefined && actor === undefined) {
      likeness.set(defender, looksOfProfile(profile, at));
    }
    return [{ kind: 'event', event: result.value }];
  }

  return async (event) => {
    at = event.at;
    if (isStreamed(event)) {
      const candidate = { event: asCloudEvent(event), key: event.key, appendedAt: at };
      const result = screenOther(candidate);
      if (result.kind !== 'ok') return [];
      const { counts, events, looks } = result.value;
      if (looks !== undefined) likeness.set(looks.defender, looks.looks);
      return [...events.map((one) => ({ kind: 'event', event: one }) as const), ...counts];
    }
    const designated = known.get(event.key);
    return designated === undefined ? [] : keyed(event, designated);
  };
}

function isStreamed(event: Arriving): event is StreamedEvent {
  return isStreamEventType(event.type);
}

/** Events in their order of arrival, those of other streams in between by their time. */
function* arrivals({ events, streams }: Episode): Generator<Arriving> {
  let next = 0;
  for (const event of events) {
    for (let other = streams[next]; other !== undefined && other.at <= event.at; ) {
      yield other;
      next += 1;
      other = streams[next];
    }
    yield event;
  }
  yield* streams.slice(next);
}

function asCloudEvent({ at, data, id, type }: Arriving): CloudEvent {
  return { specversion: '1.0', id, source: SOURCE, type, time: new Date(at).toISOString(), data };
}

function truthOf(
  episode: Episode,
): Pick<ScreenedStream, 'attackers' | 'defender' | 'defenders' | 'harms' | 'hostileAt'> {
  const isAttack = episode.truth?.kind === 'attack';
  const hostileAt: number[] = [];
  const attackers = new Set<string>();
  for (const event of isAttack ? [...episode.events, ...episode.streams] : []) {
    if (event.truth.campaign === undefined || !event.truth.hostile) continue;
    hostileAt.push(event.at);
    const { actor } = event.data as { readonly actor?: { readonly account: string } };
    const isOther = actor !== undefined && actor.account !== event.key;
    if (event.key === episode.account && isOther) attackers.add(PSEUDONYMS.actor(actor.account));
  }
  hostileAt.sort((a, b) => a - b);
  return {
    defender: defenderOf(episode.account),
    defenders: 1 + episode.others.length,
    hostileAt,
    harms: isAttack ? harmsOf(episode.events) : [],
    attackers,
  };
}

/** What several defenders share is a harm to each from the moment when a second one has it. */
function harmsOf(events: readonly CityEvent[]): Harm[] {
  const shared = events.filter(({ truth }) => truth.harm === 'shared');
  const second = shared.find(({ key }) => key !== shared[0]?.key)?.at;
  return events.flatMap(({ at, key, truth }): Harm[] => {
    if (truth.harm === 'alone') return [{ defender: defenderOf(key), at }];
    if (truth.harm !== 'shared' || second === undefined) return [];
    return [{ defender: defenderOf(key), at: Math.max(at, second) }];
  });
}

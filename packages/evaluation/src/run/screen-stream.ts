import { createHash } from 'node:crypto';
import {
  type CloudEvent,
  DATA_CLASSES,
  type DefenderRef,
  deriveId,
  isStreamEventType,
  parseStreamEvent,
  type TargetingEvent,
} from '@hrd-shield/contracts';
import { createPseudonymiser } from '@hrd-shield/keys';
import {
  createScreenEvent,
  type Designated,
  type PopularRecord,
  popularOf,
  type SightingDeps,
} from '@hrd-shield/pipeline';
import type { CityEvent, Episode, StreamedEvent } from '@hrd-shield/world';

const SOURCE = '/world';
/** Pseudonyms of every evaluation: nobody in it is real. */
export const PSEUDONYMS = createPseudonymiser(createHash('sha256').update('evaluation').digest());

/** What detection gets, in order of arrival. */
export type ScreenedRecord =
  | { readonly kind: 'event'; readonly event: TargetingEvent }
  | { readonly kind: 'popular'; readonly popular: PopularRecord };

/** Records as detection gets them, with their truth by pseudonym. */
export interface ScreenedStream {
  readonly defender: DefenderRef;
  readonly defenders: number;
  readonly records: readonly ScreenedRecord[];
  readonly dropped: number;
  /** Hostile events of the scenario at any of the defenders, in order of event time. */
  readonly hostileAt: readonly number[];
  readonly attackers: ReadonlySet<string>;
}

/** The pseudonym of a designated account. */
export function defenderOf(account: string): DefenderRef {
  return deriveId('d', account) as DefenderRef;
}

/** Puts a stream through the screening of the service: schema, key, consent, time, pseudonyms. */
export async function screenStream(episode: Episode, deps: SightingDeps): Promise<ScreenedStream> {
  const designated = new Map(
    [episode.account, ...episode.others].map((account) => [account, designate(account)] as const),
  );
  let now = 0;
  let reachedAt = 0;
  const screenEvent = createScreenEvent(
    { pseudonyms: PSEUDONYMS, now: () => now },
    { futureMs: 0, latenessMs: deps.policy.time.latenessMs },
  );
  const records: ScreenedRecord[] = [];
  let dropped = 0;
  for (const event of arrivals(episode)) {
    if (isStreamed(event)) {
      records.push(...streamed(event, deps));
      continue;
    }
    const as = designated.get(event.key);
    if (as === undefined) continue;
    now = event.at;
    const candidate = { event: asCloudEvent(event), key: event.key, designated: as };
    const result = await screenEvent({ ...candidate, appendedAt: now, reachedAt });
    if (result.kind !== 'ok') {
      dropped += 1;
      continue;
    }
    reachedAt = Math.max(reachedAt, event.at);
    records.push({ kind: 'event', event: result.value });
  }
  return { ...truthOf(episode), defenders: designated.size, records, dropped };
}

type Arriving = CityEvent | StreamedEvent;

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
}

/** What a stream that no affected account keys says to the stages. */
function streamed(event: StreamedEvent, deps: SightingDeps): ScreenedRecord[] {
  const parsed = parseStreamEvent(asCloudEvent(event));
  if (!parsed.ok) return [];
  return popularOf(parsed.event, deps).map((popular) => ({ kind: 'popular', popular }));
}

function designate(account: string): Designated {
  return {
    ref: defenderOf(account),
    version: 1,
    state: 'active',
    probe: false,
    expiresAt: Number.MAX_SAFE_INTEGER,
    dataClasses: new Set(DATA_CLASSES),
  };
}

function asCloudEvent({ at, data, id, type }: Arriving): CloudEvent {
  return { specversion: '1.0', id, source: SOURCE, type, time: new Date(at).toISOString(), data };
}

function truthOf(episode: Episode): Pick<ScreenedStream, 'attackers' | 'defender' | 'hostileAt'> {
  const isAttack = episode.truth?.kind === 'attack';
  const hostileAt: number[] = [];
  const attackers = new Set<string>();
  for (const event of isAttack ? episode.events : []) {
    if (event.truth.campaign === undefined || !event.truth.hostile) continue;
    hostileAt.push(event.at);
    const { actor } = event.data as { readonly actor?: { readonly account: string } };
    const isOther = actor !== undefined && actor.account !== event.key;
    if (event.key === episode.account && isOther) attackers.add(PSEUDONYMS.actor(actor.account));
  }
  hostileAt.sort((a, b) => a - b);
  return { defender: defenderOf(episode.account), hostileAt, attackers };
}

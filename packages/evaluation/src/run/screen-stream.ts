import { createHash } from 'node:crypto';
import {
  type CloudEvent,
  DATA_CLASSES,
  type DefenderRef,
  deriveId,
  type TargetingEvent,
} from '@hrd-shield/contracts';
import { createPseudonymiser } from '@hrd-shield/keys';
import { createScreenEvent, type Designated } from '@hrd-shield/pipeline';
import type { CityEvent, Episode } from '@hrd-shield/world';

const SOURCE = '/world';
const PSEUDONYMS = createPseudonymiser(createHash('sha256').update('evaluation').digest());

/** Events as detection gets them, with their truth by pseudonym. */
export interface ScreenedStream {
  readonly defender: DefenderRef;
  readonly defenders: number;
  readonly events: readonly TargetingEvent[];
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
export async function screenStream(episode: Episode, latenessMs: number): Promise<ScreenedStream> {
  const designated = new Map(
    [episode.account, ...episode.others].map((account) => [account, designate(account)] as const),
  );
  let now = 0;
  let reachedAt = 0;
  const screenEvent = createScreenEvent(
    { pseudonyms: PSEUDONYMS, now: () => now },
    { futureMs: 0, latenessMs },
  );
  const events: TargetingEvent[] = [];
  let dropped = 0;
  for (const event of episode.events) {
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
    events.push(result.value);
  }
  return { ...truthOf(episode), defenders: designated.size, events, dropped };
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

function asCloudEvent({ at, data, id, type }: CityEvent): CloudEvent {
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

import { type CityEvent, createRandom, type Episode, type Random } from '@hrd-shield/world';
import type { RunSpec, Variant } from './run-spec.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
/** Letters disguised where a disguise is measured. @source detection notes, A06: 0.02 to 0.3 */
const DISGUISED_RATIO = 0.15;
/** @source detection notes, 5.2: duplicates, order within 60 s, loss of 1 % */
const DUPLICATED_RATIO = 0.2;
const DUPLICATE_LAG_MS = 600_000;
const REORDER_MS = 60_000;
const LOST_RATIO = 0.01;
/** A baseline worn down over eight weeks to this many times what was usual. */
const POISON_WEEKS = 8;
const POISON_FACTOR = 3;

/** Parameters of a disguise; nothing for other variants. */
export function disguiseOf(variant: Variant): Readonly<Record<string, unknown>> {
  switch (variant) {
    case 'zero-width':
    case 'homoglyph':
    case 'emoji':
    case 'leet':
      return { obfuscation: variant, obfuscationRatio: DISGUISED_RATIO };
    default:
      return {};
  }
}

/** What a transport or a patient attacker makes of a stream. Order of the list is order of arrival. */
export function vary(episode: Episode, spec: RunSpec): Episode {
  const random = createRandom(`vary/${spec.variant}/${spec.seed}`);
  switch (spec.variant) {
    case 'duplicated':
      return { ...episode, events: duplicated(episode.events, random) };
    case 'reordered':
      return { ...episode, events: arrivesIn(episode.events, () => random.next() * REORDER_MS) };
    case 'lossy':
      return { ...episode, events: episode.events.filter(() => !random.chance(LOST_RATIO)) };
    case 'poisoned':
      return { ...episode, events: poisoned(episode, random) };
    default:
      return episode;
  }
}

function arrivesIn(events: readonly CityEvent[], lag: () => number): CityEvent[] {
  return events
    .map((event) => ({ event, at: event.at + lag() }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
}

/** Some events come again, the same in everything, some minutes later. */
function duplicated(events: readonly CityEvent[], random: Random): CityEvent[] {
  const arrivals = events.map((event) => ({ event, at: event.at }));
  const again = arrivals
    .filter(() => random.chance(DUPLICATED_RATIO))
    .map(({ event, at }) => ({ event, at: at + random.next() * DUPLICATE_LAG_MS }));
  return [...arrivals, ...again].sort((a, b) => a.at - b.at).map(({ event }) => event);
}

/** Strangers who repeat what is usual, more each week, until the attack begins. */
function poisoned(episode: Episode, random: Random): CityEvent[] {
  const until = episode.truth?.startsAt ?? 0;
  const from = until - POISON_WEEKS * WEEK_MS;
  const added: CityEvent[] = [];
  for (const event of episode.events) {
    const { actor } = event.data as { readonly actor?: { readonly account: string } };
    const isUsual = event.truth.campaign === undefined && event.at >= from && event.at < until;
    if (!isUsual || actor === undefined || actor.account === episode.account) continue;
    const week = Math.floor((event.at - from) / WEEK_MS) + 1;
    const more = ((POISON_FACTOR - 1) * week) / POISON_WEEKS;
    const copies = Math.floor(more) + (random.chance(more % 1) ? 1 : 0);
    for (let copy = 0; copy < copies; copy += 1) added.push(echo(event, copy, random));
  }
  return [...episode.events, ...added].sort((a, b) => a.at - b.at);
}

function echo(event: CityEvent, copy: number, random: Random): CityEvent {
  const data = event.data as { readonly actor: Readonly<Record<string, unknown>> };
  const account = `poison-${random.int(1_000)}`;
  return {
    ...event,
    id: `${event.id}-${copy}`,
    at: event.at + Math.floor(random.next() * HOUR_MS),
    data: { ...event.data, actor: { ...data.actor, account } },
    truth: { role: 'bystander', hostile: false },
  };
}

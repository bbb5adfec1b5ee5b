import type { EventRef, TargetingEvent, TargetingHint } from '@hrd-shield/contracts';
import { hash48 } from '../statistics/hash.ts';
import { actorKey } from './actor-table.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Clients whose reading is followed; the one that walked least, longest ago, leaves. */
const CLIENTS_MAX = 12;
/** Accounts of one client that are told apart. */
const ACCOUNTS_MAX = 8;
/** Logarithms of pauses are kept in steps, so that a frozen state goes on as it was. */
const PAUSE_STEP = 1 / 64;
const COUNT_MAX = 65_535;
const PAUSE_MS_MAX = 3_600_000;

/** How one client, or one device where no client is known, reads the defender's pages. */
export interface ViewingClient {
  /** Hash of the client, else of the device, else the actor; 48 bits. */
  readonly key: number;
  readonly ref: EventRef;
  readonly firstAt: number;
  at: number;
  lastActor: number;
  lastPage: number;
  views: number;
  /** Times the next page of a list followed. */
  steps: number;
  /** Of those, by another account than the page before. */
  relays: number;
  /** Pauses of at most an hour, the sum of their logarithms and of the squares. */
  pauses: number;
  pauseSum: number;
  pauseSquares: number;
  /** Largest upload of contacts that held the defender. */
  bulk: number;
  /** Most defenders that it walked through within an hour, as a hint said. */
  targets: number;
  /** The same within days. */
  slowTargets: number;
  readonly actors: number[];
  campaigns: number;
}

/** The key under which a client is followed. */
export function clientKey(event: TargetingEvent): number {
  const client = event.view?.clientHash ?? event.search?.clientHash ?? event.lookup?.clientHash;
  const hash = client ?? event.actor?.deviceHash;
  if (hash !== undefined) return hash48(hash);
  return event.actor === undefined ? 0 : actorKey(event.actor.ref);
}

/**
 * Follows one act of looking.
 * @param relayMs the next page within this time goes on with the page before
 */
export function addView(clients: ViewingClient[], event: TargetingEvent, relayMs: number): void {
  if (event.actor === undefined) return;
  const key = clientKey(event);
  const actor = actorKey(event.actor.ref);
  const client = clients.find((one) => one.key === key) ?? admit(clients, event, key);
  const page = event.view?.page ?? 0;
  const pause = event.at - client.at;
  if (client.views > 0 && page > 0 && page === client.lastPage + 1 && pause <= relayMs) {
    client.steps = Math.min(COUNT_MAX, client.steps + 1);
    if (actor !== client.lastActor) client.relays = Math.min(COUNT_MAX, client.relays + 1);
  }
  if (client.views > 0 && pause > 0 && pause <= PAUSE_MS_MAX) addPause(client, pause);
  client.views = Math.min(COUNT_MAX, client.views + 1);
  client.at = Math.max(client.at, event.at);
  client.lastActor = actor;
  client.lastPage = page;
  client.bulk = Math.max(client.bulk, event.lookup?.batch ?? 0);
  if (client.actors.length < ACCOUNTS_MAX && !client.actors.includes(actor)) {
    client.actors.push(actor);
  }
}

function addPause(client: ViewingClient, pauseMs: number): void {
  if (client.pauses >= COUNT_MAX) return;
  const steps = Math.round(Math.log1p(pauseMs) / PAUSE_STEP);
  client.pauses += 1;
  client.pauseSum += steps;
  client.pauseSquares += steps * steps;
}

/** Spread of the logarithm of the pauses: people vary by more than 0.8, machines hardly. */
export function pauseSpread(client: ViewingClient): number {
  if (client.pauses < 2) return Number.POSITIVE_INFINITY;
  const mean = client.pauseSum / client.pauses;
  const variance = client.pauseSquares / client.pauses - mean * mean;
  return Math.sqrt(Math.max(0, variance)) * PAUSE_STEP;
}

/** Takes what the stage across defenders says of a client. Unknown ones are not followed. */
export function noteBreadth(
  clients: ViewingClient[],
  { client, slow, targets }: NonNullable<TargetingHint['breadth']>,
): void {
  const known = clients.find((one) => one.key === hash48(client));
  if (known === undefined) return;
  if (slow === true) known.slowTargets = Math.max(known.slowTargets, targets);
  else known.targets = Math.max(known.targets, targets);
}

function admit(clients: ViewingClient[], event: TargetingEvent, key: number): ViewingClient {
  if (clients.length >= CLIENTS_MAX) {
    const least = clients.reduce((a, b) => (isLess(b, a) ? b : a));
    clients.splice(clients.indexOf(least), 1);
  }
  const { at, ref } = event;
  const counts = { views: 0, steps: 0, relays: 0, pauses: 0, pauseSum: 0, pauseSquares: 0 };
  const none = { lastActor: 0, lastPage: 0, bulk: 0, targets: 0, slowTargets: 0, campaigns: 0 };
  const made: ViewingClient = { key, ref, firstAt: at, at, ...counts, ...none, actors: [] };
  clients.push(made);
  return made;
}

function isLess(a: ViewingClient, b: ViewingClient): boolean {
  return a.steps !== b.steps ? a.steps < b.steps : a.at < b.at;
}

export function expireViews(clients: ViewingClient[], sinceMs: number): void {
  if (clients.length === 0 || !clients.some((client) => client.at <= sinceMs)) return;
  clients.splice(0, clients.length, ...clients.filter((client) => client.at > sinceMs));
}

export function writeViews(out: ByteWriter, clients: readonly ViewingClient[]): void {
  out.u8(clients.length);
  for (const client of clients) {
    out.u48(client.key);
    out.id(client.ref);
    out.varint(client.firstAt);
    out.varint(client.at - client.firstAt);
    out.u48(client.lastActor);
    const { lastPage, views, steps, relays, pauses, pauseSum, pauseSquares, bulk } = client;
    for (const n of [lastPage, views, steps, relays, pauses, pauseSum, pauseSquares, bulk]) {
      out.varint(n);
    }
    out.varint(client.targets);
    out.varint(client.slowTargets);
    out.u8(client.actors.length);
    for (const actor of client.actors) out.u48(actor);
    out.u16(client.campaigns);
  }
}

export function readViews(input: ByteReader): ViewingClient[] {
  return Array.from({ length: input.u8() }, () => {
    const key = input.u48();
    const ref = input.id('e') as EventRef;
    const firstAt = input.varint();
    return {
      key,
      ref,
      firstAt,
      at: firstAt + input.varint(),
      lastActor: input.u48(),
      lastPage: input.varint(),
      views: input.varint(),
      steps: input.varint(),
      relays: input.varint(),
      pauses: input.varint(),
      pauseSum: input.varint(),
      pauseSquares: input.varint(),
      bulk: input.varint(),
      targets: input.varint(),
      slowTargets: input.varint(),
      actors: Array.from({ length: input.u8() }, () => input.u48()),
      campaigns: input.u16(),
    };
  });
}

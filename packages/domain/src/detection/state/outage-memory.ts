import type { EventRef, TargetingHint } from '@hrd-shield/contracts';
import { hash32 } from '../statistics/hash.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Own connection counts of the last hours that are kept. */
const OWN_MAX = 8;
const RATIO_STEP = 1 / 200;

type Outage = NonNullable<TargetingHint['outage']>;
export const SCOPES = ['network', 'region', 'everywhere', 'client'] as const;

/** How the defender's own sessions fared in one window. */
export interface OwnConnection {
  readonly ref: EventRef;
  readonly at: number;
  readonly attempts: number;
  readonly failures: number;
  campaigns: number;
}

/** Where the defender connects from, how that goes, and what is known of that network. */
export interface OutageMemory {
  /** Hash of the network and region of the newest own connection; 0 when missing. */
  network: number;
  region: number;
  readonly own: OwnConnection[];
  /** The newest word about that network. */
  told: (Omit<Outage, 'networkHash' | 'region'> & { readonly at: number }) | undefined;
}

export function newOutageMemory(): OutageMemory {
  return { network: 0, region: 0, own: [], told: undefined };
}

export function addOwnConnection(
  memory: OutageMemory,
  connection: Omit<OwnConnection, 'campaigns'>,
  place: { readonly networkHash?: string | undefined; readonly region?: string | undefined },
): void {
  memory.network = place.networkHash === undefined ? 0 : hash32(place.networkHash);
  memory.region = place.region === undefined ? 0 : hash32(place.region);
  if (memory.own.length >= OWN_MAX) memory.own.shift();
  memory.own.push({ ...connection, campaigns: 0 });
}

/** Takes a word about a network, if it is the one that the defender uses. */
export function noteOutage(memory: OutageMemory, outage: Outage, atMs: number): void {
  if (memory.network !== hash32(outage.networkHash)) return;
  if (memory.region !== 0 && memory.region !== hash32(outage.region)) return;
  const { interference, lostRatio, scope, signals, targeted } = outage;
  const kept = Math.round(lostRatio / RATIO_STEP) * RATIO_STEP;
  memory.told = { interference, scope, signals, targeted, lostRatio: kept, at: atMs };
}

export function expireOutage(memory: OutageMemory, sinceMs: number): void {
  if (memory.told !== undefined && memory.told.at <= sinceMs) memory.told = undefined;
  const { own } = memory;
  if (own.length === 0 || !own.some((one) => one.at <= sinceMs)) return;
  own.splice(0, own.length, ...own.filter((one) => one.at > sinceMs));
}

export function writeOutageMemory(out: ByteWriter, memory: OutageMemory): void {
  out.u32(memory.network);
  out.u32(memory.region);
  out.u8(memory.own.length);
  for (const one of memory.own) {
    out.id(one.ref);
    out.varint(one.at);
    out.varint(one.attempts);
    out.varint(one.failures);
    out.u16(one.campaigns);
  }
  const { told } = memory;
  out.u8(told === undefined ? 0 : 1);
  if (told === undefined) return;
  out.u8(Math.round(told.lostRatio / RATIO_STEP));
  out.varint(told.signals);
  out.u8((told.interference ? 1 : 0) | (told.targeted ? 2 : 0) | (SCOPES.indexOf(told.scope) << 2));
  out.varint(told.at);
}

export function readOutageMemory(input: ByteReader): OutageMemory {
  const [network, region] = [input.u32(), input.u32()];
  const own = Array.from({ length: input.u8() }, () => ({
    ref: input.id('e') as EventRef,
    at: input.varint(),
    attempts: input.varint(),
    failures: input.varint(),
    campaigns: input.u16(),
  }));
  if (input.u8() === 0) return { network, region, own, told: undefined };
  const [lost, signals, marks, at] = [input.u8(), input.varint(), input.u8(), input.varint()];
  const told = {
    lostRatio: lost * RATIO_STEP,
    signals,
    interference: (marks & 1) !== 0,
    targeted: (marks & 2) !== 0,
    scope: SCOPES[marks >> 2] ?? 'everywhere',
    at,
  };
  return { network, region, own, told };
}

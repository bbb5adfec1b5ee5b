import type { EventRef, TargetingHint } from '@hrd-shield/contracts';
import { actorKey } from './actor-table.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Sightings of one detector that are kept; its oldest leaves, never that of another. */
const SIGHTINGS_MAX = 12;
/** What an idle defender keeps of all of them. */
const SIGHTINGS_IDLE_MAX = 6;
const STRENGTH_SCALE = 200;

/** What can be noted of one event, with the detector that reads it. The order is frozen. */
export const SIGHT_KINDS = [
  ['legal-vague', 'D8'],
  ['legal-founded', 'D8'],
  ['adverse-action', 'D8'],
  ['vault-item', 'D9'],
  ['personal-item', 'D9'],
  ['specific-threat', 'D10'],
  ['plain-threat', 'D10'],
  ['clone', 'D13'],
  ['clone-contacts', 'D13'],
  ['lookalike-link', 'D15'],
  ['dangerous-file', 'D15'],
  ['rare-link', 'D15'],
  ['hostile-list', 'D17'],
  ['intimate-media', 'D12'],
  ['strange-link', 'D15'],
] as const;
export type SightKind = (typeof SIGHT_KINDS)[number][0];
/** Detectors that note something on arrival. */
export type NotingDetector = (typeof SIGHT_KINDS)[number][1];

/** Something about one event that counts by itself, whatever its rate. Never what was written. */
export interface Sighting {
  readonly kind: SightKind;
  readonly ref: EventRef;
  readonly at: number;
  /** Key of the actor; 0 when there is none. */
  readonly actor: number;
  /** What it was about: a hash or a set of bits, as the detector says; 48 bits. */
  readonly key: number;
  /** How strong, 0 to 1, in steps of 1/200. */
  readonly strength: number;
  /** Slots of campaigns that count this event, as bits. */
  campaigns: number;
}

const DETECTOR_OF = new Map<SightKind, NotingDetector>(SIGHT_KINDS);

/** Adds a sighting; the oldest of the same detector makes room. */
export function addSighting(sightings: Sighting[], sighting: Omit<Sighting, 'campaigns'>): void {
  const detector = DETECTOR_OF.get(sighting.kind);
  const own = sightings.filter((other) => DETECTOR_OF.get(other.kind) === detector);
  const oldest = own[0];
  if (own.length >= SIGHTINGS_MAX && oldest !== undefined) {
    sightings.splice(sightings.indexOf(oldest), 1);
  }
  const strength = Math.round(sighting.strength * STRENGTH_SCALE) / STRENGTH_SCALE;
  sightings.push({ ...sighting, strength, campaigns: 0 });
}

/** Strengths of a strange link: by whom a hint must speak before it counts. */
export const STRANGE_LINK = {
  /** Of a stranger or an acquaintance: any word about the sender is enough. */
  sender: 0,
  /** Of one whom the defender follows or answers: only a word about the letter itself. */
  letter: 0.5,
  /** That word has come. */
  confirmed: 1,
} as const;

/** A hint says that others got a link of the same domain as these actors sent here. */
export function confirmLinks(sightings: Sighting[], { at, crew }: TargetingHint): void {
  const senders = new Set(crew.map(({ actor }) => actorKey(actor)));
  sightings.forEach((sighting, i) => {
    const { actor, kind } = sighting;
    if (kind !== 'strange-link' || !senders.has(actor) || sighting.at > at) return;
    sightings[i] = { ...sighting, strength: STRANGE_LINK.confirmed };
  });
}

/** Sightings of some kinds after `sinceMs`, in log order. */
export function sightingsOf(
  sightings: readonly Sighting[],
  kinds: readonly SightKind[],
  sinceMs: number,
): readonly Sighting[] {
  if (sightings.length === 0) return [];
  return sightings.filter((sighting) => sighting.at > sinceMs && kinds.includes(sighting.kind));
}

/** Forgets what is older than its detector asks for. */
export function expireSightings(
  sightings: Sighting[],
  nowMs: number,
  keepMs: (detector: NotingDetector) => number,
): void {
  if (sightings.length === 0) return;
  const kept = sightings.filter((sighting) => {
    const detector = DETECTOR_OF.get(sighting.kind);
    return detector !== undefined && sighting.at > nowMs - keepMs(detector);
  });
  sightings.splice(0, sightings.length, ...kept);
}

export function trimSightings(sightings: Sighting[]): void {
  sightings.splice(0, Math.max(0, sightings.length - SIGHTINGS_IDLE_MAX));
}

export function writeSightings(out: ByteWriter, sightings: readonly Sighting[]): void {
  out.varint(sightings.length);
  for (const sighting of sightings) {
    out.u8(SIGHT_KINDS.findIndex(([kind]) => kind === sighting.kind));
    out.id(sighting.ref);
    out.varint(sighting.at);
    out.u48(sighting.actor);
    out.u48(sighting.key);
    out.u8(Math.round(sighting.strength * STRENGTH_SCALE));
    out.u16(sighting.campaigns);
  }
}

export function readSightings(input: ByteReader): Sighting[] {
  return Array.from({ length: input.varint() }, () => ({
    kind: SIGHT_KINDS[input.u8()]?.[0] ?? 'plain-threat',
    ref: input.id('e') as EventRef,
    at: input.varint(),
    actor: input.u48(),
    key: input.u48(),
    strength: input.u8() / STRENGTH_SCALE,
    campaigns: input.u16(),
  }));
}

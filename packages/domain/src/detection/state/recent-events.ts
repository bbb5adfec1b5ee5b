import type { EventRef } from '@hrd-shield/contracts';
import { isAlike, lengthRatio, SKETCH_VALUES, type Sketch } from '../text/sketch.ts';
import {
  addToBands,
  type BandTable,
  clearBands,
  dropOldest,
  newBandTable,
  sharingBand,
} from './band-table.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Interactions of the last day that are kept; beyond it the oldest leaves. */
export const RECENT_MAX = 512;
/** Neighbours looked at for one new text. @source detection notes, section 2 */
export const CANDIDATES_MAX = 32;
/** What stands for an actor who was forgotten. */
export const NOBODY = 0;
/** Stance is kept in 1/200; 255 is missing. */
const STANCE_SCALE = 200;
const STANCE_MISSING = 255;
const LEAN_SCALE = 20;
const LEAN_ZERO = 128;
const LEAN_MAX = 127;

/** Why a text was not compared with others. */
export const EXEMPTIONS = ['none', 'own-quote', 'share-template', 'short'] as const;
export type Exemption = (typeof EXEMPTIONS)[number];

/** One interaction of the last day. */
export interface RecentEvent {
  readonly serial: number;
  readonly ref: EventRef;
  /** Key of the actor; 0 once the actor was forgotten. */
  actor: number;
  readonly at: number;
  readonly speech: boolean;
  /** Hostile and supportive share in 1/200; 255 when nothing judged. */
  readonly hostile: number;
  readonly supportive: number;
  /** Trust in that judgement, in 1/200. */
  readonly trust: number;
  /** Log-likelihood ratio of hostile against harmless, in 1/20 from 1 to 255; 0 when missing. */
  readonly lean: number;
  /** Share of the text that was disguise, in 1/200. */
  readonly obfuscation: number;
  readonly exemption: Exemption;
  /** Kinds of accusation made, as bits in the order of `ACCUSATIONS`. */
  readonly accusations: number;
  /** Hash of the domain of the first link; 0 when there is none. */
  readonly site: number;
  readonly sketch: Sketch | undefined;
  /** Smallest serial of the near-duplicate component; its own when alone. */
  component: number;
  /** Slots of campaigns that count this event, as bits. */
  campaigns: number;
}

/** The last day in log order, with an index of near-duplicates that is derived, never frozen. */
export interface RecentEvents {
  readonly events: RecentEvent[];
  nextSerial: number;
  readonly bands: BandTable<RecentEvent>;
  /** An event left before its day was over. */
  sampled: boolean;
  /** No event is older, epoch ms; a lower bound, derived. */
  oldestAt: number;
  /** None came late: the oldest is the first. Derived. */
  isOrdered: boolean;
  /** Raised when an event comes, leaves or loses its actor, derived: the same number, the same events. */
  changes: number;
}

export function newRecentEvents(): RecentEvents {
  return {
    events: [],
    nextSerial: 1,
    bands: newBandTable(),
    sampled: false,
    oldestAt: Number.POSITIVE_INFINITY,
    isOrdered: true,
    changes: 0,
  };
}

export function toStance(share: number | undefined): number {
  return share === undefined ? STANCE_MISSING : Math.round(share * STANCE_SCALE);
}

export function toLean(ratio: number | undefined): number {
  if (ratio === undefined) return 0;
  return LEAN_ZERO + Math.max(-LEAN_MAX, Math.min(LEAN_MAX, Math.round(ratio * LEAN_SCALE)));
}

/** A kept ratio; undefined when missing. */
export function fromLean(kept: number): number | undefined {
  return kept === 0 ? undefined : (kept - LEAN_ZERO) / LEAN_SCALE;
}

/** A kept stance as share; undefined when missing. */
export function fromStance(kept: number): number | undefined {
  return kept === STANCE_MISSING ? undefined : kept / STANCE_SCALE;
}

/** From when on two texts are nearly the same. */
export interface NearRules {
  readonly jaccardMin: number;
  readonly lengthRatioMin: number;
}

function isNear(a: Sketch, b: Sketch, { jaccardMin, lengthRatioMin }: NearRules): boolean {
  return lengthRatio(a, b) >= lengthRatioMin && isAlike(a, b, jaccardMin);
}

/** Adds an interaction and joins it with the near-duplicates among its candidates. */
export function addRecent(
  recent: RecentEvents,
  event: Omit<RecentEvent, 'serial' | 'component' | 'campaigns'>,
  near: NearRules,
): RecentEvent {
  if (recent.events.length >= RECENT_MAX) {
    removeOldest(recent);
    recent.sampled = true;
  }
  const serial = recent.nextSerial;
  recent.nextSerial += 1;
  // Field by field: a copy by spreading is slow to make, and slow to read for as long as it lives.
  const added: RecentEvent = {
    serial,
    ref: event.ref,
    actor: event.actor,
    at: event.at,
    speech: event.speech,
    hostile: event.hostile,
    supportive: event.supportive,
    trust: event.trust,
    lean: event.lean,
    obfuscation: event.obfuscation,
    exemption: event.exemption,
    accusations: event.accusations,
    site: event.site,
    sketch: event.sketch,
    component: serial,
    campaigns: 0,
  };
  const { sketch } = added;
  if (sketch !== undefined) {
    for (const candidate of sharingBand(recent.bands, sketch, CANDIDATES_MAX)) {
      if (candidate.component === added.component || candidate.sketch === undefined) continue;
      if (isNear(sketch, candidate.sketch, near)) join(recent, added, candidate);
    }
  }
  append(recent, added);
  return added;
}

function append(recent: RecentEvents, event: RecentEvent): void {
  const last = recent.events[recent.events.length - 1];
  if (last !== undefined && event.at < last.at) recent.isOrdered = false;
  if (event.at < recent.oldestAt) recent.oldestAt = event.at;
  if (event.sketch !== undefined) addToBands(recent.bands, event.sketch, event);
  recent.events.push(event);
  recent.changes += 1;
}

function join(recent: RecentEvents, a: RecentEvent, b: RecentEvent): void {
  const root = Math.min(a.component, b.component);
  const other = Math.max(a.component, b.component);
  a.component = root;
  // Mostly the newcomer joins a component; only a bridge between two relabels the ring.
  if (b.component === root) return;
  for (const event of recent.events) if (event.component === other) event.component = root;
}

function removeOldest(recent: RecentEvents): void {
  const oldest = recent.events.shift();
  recent.changes += 1;
  if (oldest?.sketch !== undefined) dropOldest(recent.bands);
}

/** Forgets interactions of `sinceMs` and before. */
export function expireRecent(recent: RecentEvents, sinceMs: number): void {
  if (recent.oldestAt > sinceMs) return;
  const { events } = recent;
  if (recent.isOrdered) {
    while (events[0] !== undefined && events[0].at <= sinceMs) removeOldest(recent);
    recent.oldestAt = events[0]?.at ?? Number.POSITIVE_INFINITY;
  } else {
    expireDisordered(recent, sinceMs);
  }
  if (events.length === 0) recent.sampled = false;
}

function expireDisordered(recent: RecentEvents, sinceMs: number): void {
  const kept = recent.events.filter((event) => event.at > sinceMs);
  recent.events.length = 0;
  clearBands(recent.bands);
  recent.oldestAt = Number.POSITIVE_INFINITY;
  recent.isOrdered = true;
  recent.changes += 1;
  for (const event of kept) append(recent, event);
}

/** Takes the actor off what they said up to a time. @returns whether there was anything */
export function disownRecent(recent: RecentEvents, actor: number, untilMs: number): boolean {
  let isChanged = false;
  for (const event of recent.events) {
    if (event.actor !== actor || event.at > untilMs) continue;
    event.actor = NOBODY;
    isChanged = true;
  }
  if (isChanged) recent.changes += 1;
  return isChanged;
}

export function writeRecentEvents(out: ByteWriter, recent: RecentEvents): void {
  out.varint(recent.nextSerial);
  out.u8(recent.sampled ? 1 : 0);
  out.varint(recent.events.length);
  let last = 0;
  for (const event of recent.events) {
    out.varint(event.serial - last);
    last = event.serial;
    out.id(event.ref);
    out.u48(event.actor);
    out.varint(event.at);
    out.u8((event.speech ? 1 : 0) | (EXEMPTIONS.indexOf(event.exemption) << 1));
    for (const value of [event.hostile, event.supportive, event.trust, event.obfuscation]) {
      out.u8(value);
    }
    out.u8(event.lean);
    out.u8(event.accusations);
    out.u32(event.site);
    out.varint(event.serial - event.component);
    out.u16(event.campaigns);
    out.varint(event.sketch === undefined ? 0 : event.sketch.shingles);
    if (event.sketch !== undefined) out.u16s(event.sketch.values);
  }
}

export function readRecentEvents(input: ByteReader): RecentEvents {
  const recent = newRecentEvents();
  recent.nextSerial = input.varint();
  recent.sampled = input.u8() === 1;
  const length = input.varint();
  let serial = 0;
  for (let i = 0; i < length; i += 1) {
    serial += input.varint();
    append(recent, readRecent(input, serial));
  }
  return recent;
}

function readRecent(input: ByteReader, serial: number): RecentEvent {
  const ref = input.id('e') as EventRef;
  const actor = input.u48();
  const at = input.varint();
  const flags = input.u8();
  const [hostile, supportive, trust, obfuscation] = [
    input.u8(),
    input.u8(),
    input.u8(),
    input.u8(),
  ];
  const lean = input.u8();
  const accusations = input.u8();
  const site = input.u32();
  const component = serial - input.varint();
  const campaigns = input.u16();
  const shingles = input.varint();
  const sketch = shingles === 0 ? undefined : { shingles, values: input.u16s(SKETCH_VALUES) };
  return {
    serial,
    ref,
    actor,
    at,
    speech: (flags & 1) !== 0,
    hostile,
    supportive,
    trust,
    lean,
    obfuscation,
    exemption: EXEMPTIONS[flags >> 1] ?? 'none',
    accusations,
    site,
    sketch,
    component,
    campaigns,
  };
}

import type { EventRef } from '@hrd-shield/contracts';
import { type HashHalves, hammingHalves } from '../text/edit-distance.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Pictures of the last day that are kept. @source detection notes, D12 */
const MEDIA_MAX = 64;
/** Pictures that the defender published, newest; what an idle one keeps of them. */
const OWN_MAX = 16;
const OWN_IDLE_MAX = 4;

/** What is known of the origin of a picture, as the platform says. */
export const PROVENANCES = ['unknown', 'intact', 'absent', 'stripped', 'invalid'] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** One picture that somebody posted at the defender. */
export interface SeenMedia extends HashHalves {
  readonly ref: EventRef;
  readonly actor: number;
  readonly at: number;
  readonly provenance: Provenance;
  /** A classifier called it made or altered by a machine; sexualised. */
  readonly synthetic: boolean;
  readonly sexualised: boolean;
  campaigns: number;
}

export interface MediaMemory {
  readonly seen: SeenMedia[];
  readonly own: HashHalves[];
}

export function newMediaMemory(): MediaMemory {
  return { seen: [], own: [] };
}

export function addMedia(memory: MediaMemory, media: Omit<SeenMedia, 'campaigns'>): void {
  if (memory.seen.length >= MEDIA_MAX) memory.seen.shift();
  memory.seen.push({ ...media, campaigns: 0 });
}

export function addOwnMedia(memory: MediaMemory, hash: HashHalves): void {
  if (memory.own.length >= OWN_MAX) memory.own.shift();
  memory.own.push({ high: hash.high, low: hash.low });
}

/** Whether the defender published the picture, or one that looks the same. */
export function isOwnMedia(memory: MediaMemory, hash: HashHalves, distanceMax: number): boolean {
  return memory.own.some((own) => hammingHalves(own, hash) <= distanceMax);
}

export function expireMedia(memory: MediaMemory, sinceMs: number): void {
  const { seen } = memory;
  if (seen.length === 0 || !seen.some((media) => media.at <= sinceMs)) return;
  seen.splice(0, seen.length, ...seen.filter((media) => media.at > sinceMs));
}

export function trimMedia(memory: MediaMemory): void {
  memory.own.splice(0, Math.max(0, memory.own.length - OWN_IDLE_MAX));
}

export function writeMediaMemory(out: ByteWriter, memory: MediaMemory): void {
  out.u8(memory.own.length);
  for (const { high, low } of memory.own) {
    out.u32(high);
    out.u32(low);
  }
  out.u8(memory.seen.length);
  for (const media of memory.seen) {
    out.u32(media.high);
    out.u32(media.low);
    out.id(media.ref);
    out.u48(media.actor);
    out.varint(media.at);
    const marks = (media.synthetic ? 8 : 0) | (media.sexualised ? 16 : 0);
    out.u8(PROVENANCES.indexOf(media.provenance) | marks);
    out.u16(media.campaigns);
  }
}

export function readMediaMemory(input: ByteReader): MediaMemory {
  const own = Array.from({ length: input.u8() }, () => ({ high: input.u32(), low: input.u32() }));
  const seen = Array.from({ length: input.u8() }, () => {
    const [high, low] = [input.u32(), input.u32()];
    const ref = input.id('e') as EventRef;
    const [actor, at, marks] = [input.u48(), input.varint(), input.u8()];
    return {
      high,
      low,
      ref,
      actor,
      at,
      provenance: PROVENANCES[marks & 7] ?? 'unknown',
      synthetic: (marks & 8) !== 0,
      sexualised: (marks & 16) !== 0,
      campaigns: input.u16(),
    };
  });
  return { seen, own };
}

import type { TargetingEvent } from '@hrd-shield/contracts';
import { hash32 } from '../statistics/hash.ts';
import { canonicalise } from '../text/canonical-text.ts';
import { jaccard, SKETCH_VALUES, type Sketch, shinglesOf, sketchOf } from '../text/sketch.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Characters of a name that are compared. */
const NAME_CHARS_MAX = 32;
/** Items (numbers, addresses) and link domains that the defender made public. */
const PUBLIC_MAX = 24;

type Profile = NonNullable<TargetingEvent['profile']>;

/** How a profile looks, for comparison. */
export interface Looks {
  readonly handle: string;
  readonly name: string;
  /** 64-bit perceptual hash in hex; empty when missing. */
  readonly avatar: string;
  readonly bio: Sketch | undefined;
  readonly createdAt: number;
}

/**
 * How the defender's own profile looks, and hashes of what they made public themselves. Lives in
 * the sealed state only and is in no evidence.
 */
export interface OwnIdentity {
  looks: Looks | undefined;
  readonly publicItems: number[];
}

export function newOwnIdentity(): OwnIdentity {
  return { looks: undefined, publicItems: [] };
}

/** The compared form of a profile. */
export function looksOf(profile: Profile): Looks {
  const bio = profile.bio === undefined ? '' : canonicalise(profile.bio).text;
  return {
    handle: canonicalName(profile.handle),
    name: canonicalName(profile.displayName ?? ''),
    avatar: profile.avatarHash ?? '',
    bio: sketchOf(shinglesOf(bio)),
    createdAt: profile.createdAt,
  };
}

/** Names are compared without separators: `jane_doe` and `jane.doe` are one. */
function canonicalName(raw: string): string {
  return canonicalise(raw).text.replaceAll(' ', '').slice(0, NAME_CHARS_MAX);
}

/** Similarity of two self-descriptions, 0 to 1; 0 when one is missing. */
export function bioLikeness(a: Looks, b: Looks): number {
  return a.bio === undefined || b.bio === undefined ? 0 : jaccard(a.bio, b.bio);
}

export function addPublicItem(own: OwnIdentity, item: string): void {
  const hash = hash32(item);
  if (own.publicItems.includes(hash)) return;
  own.publicItems.push(hash);
  if (own.publicItems.length > PUBLIC_MAX) own.publicItems.shift();
}

export function isPublicItem(own: OwnIdentity, item: string): boolean {
  return own.publicItems.includes(hash32(item));
}

export function writeOwnIdentity(out: ByteWriter, own: OwnIdentity): void {
  out.u8(own.publicItems.length);
  for (const item of own.publicItems) out.u32(item);
  out.u8(own.looks === undefined ? 0 : 1);
  if (own.looks === undefined) return;
  const { handle, name, avatar, bio, createdAt } = own.looks;
  for (const text of [handle, name]) {
    out.u8(text.length);
    for (let i = 0; i < text.length; i += 1) out.u16(text.charCodeAt(i));
  }
  out.ascii(avatar);
  out.varint(createdAt);
  out.varint(bio === undefined ? 0 : bio.shingles);
  if (bio !== undefined) for (const value of bio.values) out.u16(value);
}

export function readOwnIdentity(input: ByteReader): OwnIdentity {
  const publicItems = Array.from({ length: input.u8() }, () => input.u32());
  if (input.u8() === 0) return { looks: undefined, publicItems };
  const text = () => String.fromCharCode(...Array.from({ length: input.u8() }, () => input.u16()));
  const [handle, name] = [text(), text()];
  const [avatar, createdAt] = [input.ascii(), input.varint()];
  const shingles = input.varint();
  const bio =
    shingles === 0
      ? undefined
      : { shingles, values: Array.from({ length: SKETCH_VALUES }, () => input.u16()) };
  return { looks: { handle, name, avatar, bio, createdAt }, publicItems };
}

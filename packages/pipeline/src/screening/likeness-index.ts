import type { DefenderRef, Looks } from '@hrd-shield/contracts';
import { canonicalise, editDistance, hammingDistance } from '@hrd-shield/domain';

/** What of a profile is compared. */
export type Appearance = Pick<Looks, 'handle' | 'displayName' | 'avatarHash'>;

/** Coarse on purpose: the detector decides by its rules, screening only keeps out the rest. */
const NAME_EDITS_MAX = 2;
const NAME_CHARS_MIN = 4;
const NAME_CHARS_MAX = 32;
const AVATAR_BITS_MAX = 10;
/** Names with a beginning or an end in common are compared. */
const BLOCK_CHARS = 3;
/** Hex digits of one band of an avatar hash. */
const BAND_CHARS = 2;
/** Profiles compared with one event, and defenders that one event goes to. */
const COMPARED_MAX = 4_096;
const SIMILAR_MAX = 8;

interface Protected {
  readonly names: readonly string[];
  readonly avatar: string;
  readonly at: number;
}

/**
 * The names and avatars of defenders, to find profiles that resemble one. Bounded by the number of
 * designations; holds no account.
 *
 * @source architecture notes, section 3; detection notes, section 3, D13
 */
export class LikenessIndex {
  readonly #byRef = new Map<DefenderRef, Protected>();
  readonly #blocks = new Map<string, Set<DefenderRef>>();

  get size(): number {
    return this.#byRef.size;
  }

  /** The newest word counts. */
  set(ref: DefenderRef, looks: Looks): void {
    const known = this.#byRef.get(ref);
    if (known !== undefined && known.at > looks.at) return;
    this.delete(ref);
    const held = { names: namesOf(looks), avatar: looks.avatarHash ?? '', at: looks.at };
    this.#byRef.set(ref, held);
    for (const block of blocksOf(held)) {
      this.#blocks.set(block, (this.#blocks.get(block) ?? new Set()).add(ref));
    }
  }

  delete(ref: DefenderRef): void {
    const known = this.#byRef.get(ref);
    if (known === undefined) return;
    this.#byRef.delete(ref);
    for (const block of blocksOf(known)) {
      const refs = this.#blocks.get(block);
      refs?.delete(ref);
      if (refs?.size === 0) this.#blocks.delete(block);
    }
  }

  /** Defenders whom a profile resembles, in a fixed order. */
  similar(profile: Appearance): readonly DefenderRef[] {
    const other = { names: namesOf(profile), avatar: profile.avatarHash ?? '', at: 0 };
    const candidates = new Set<DefenderRef>();
    for (const block of blocksOf(other)) {
      for (const ref of this.#blocks.get(block) ?? []) {
        if (candidates.size < COMPARED_MAX) candidates.add(ref);
      }
    }
    return [...candidates]
      .filter((ref) => isAlike(this.#byRef.get(ref), other))
      .sort()
      .slice(0, SIMILAR_MAX);
  }
}

function isAlike(own: Protected | undefined, other: Protected): boolean {
  if (own === undefined) return false;
  if (hammingDistance(own.avatar, other.avatar) <= AVATAR_BITS_MAX) return true;
  return own.names.some((name) =>
    other.names.some((theirs) => editDistance(name, theirs, NAME_EDITS_MAX) <= NAME_EDITS_MAX),
  );
}

/** Names under their disguise, without separators; too short ones say nothing. */
function namesOf({ displayName = '', handle }: Appearance): readonly string[] {
  return [handle, displayName]
    .map((raw) => canonicalise(raw).text.replaceAll(/[^\p{L}\p{M}\p{N}]/gu, ''))
    .map((name) => name.slice(0, NAME_CHARS_MAX))
    .filter((name) => name.length >= NAME_CHARS_MIN);
}

function blocksOf({ avatar, names }: Protected): readonly string[] {
  const ends = names.flatMap((name) => [
    `^${name.slice(0, BLOCK_CHARS)}`,
    `$${name.slice(-BLOCK_CHARS)}`,
  ]);
  const bands: string[] = [];
  for (let at = 0; at < avatar.length; at += BAND_CHARS) {
    bands.push(`#${at}${avatar.slice(at, at + BAND_CHARS)}`);
  }
  return [...ends, ...bands];
}

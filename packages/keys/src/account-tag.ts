import { invariant } from '@hrd-shield/contracts';

/** Bytes of the secret seed. */
export const TAG_SEED_BYTES = 8;

/**
 * Keyed 32-bit tag of the bytes of an account id, as an unsigned integer. The id may lie anywhere
 * in the bytes: from the first position to before the second, by default all of them.
 */
export type AccountTagger = (bytes: Uint8Array, from?: number, to?: number) => number;

/**
 * HalfSipHash-1-3 with a secret 64-bit key: tens of nanoseconds in 32-bit arithmetic, no allocation
 * per call. Without the seed nobody can choose accounts that collide with a defender's tag; a hit
 * is always confirmed by the digest.
 *
 * @source J.-P. Aumasson and D. J. Bernstein, SipHash: a fast short-input PRF, 2012; the 32-bit
 *   variant of its reference code
 */
export function createAccountTagger(seed: Uint8Array): AccountTagger {
  invariant(seed.length === TAG_SEED_BYTES, 'the tag seed has 8 bytes');
  const k0 = word(seed, 0);
  const k1 = word(seed, 4);
  return (bytes, from = 0, to = bytes.length) => {
    const length = to - from;
    const whole = from + length - (length & 3);
    let v0 = k0;
    let v1 = k1;
    let v2 = 0x6c796765 ^ k0;
    let v3 = 0x74656462 ^ k1;
    // Words of the input, then the tail with the length, then three rounds without input.
    for (let at = from; at <= whole + 12; at += 4) {
      let m = 0;
      if (at < whole) m = word(bytes, at);
      else if (at === whole) m = tail(bytes, whole, length);
      else if (at === whole + 4) v2 ^= 0xff;
      v3 ^= m;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= m;
    }
    return (v1 ^ v3) >>> 0;
  };
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

function tail(bytes: Uint8Array, from: number, length: number): number {
  let last = (length & 0xff) << 24;
  for (let n = 0; n < (length & 3); n += 1) last |= (bytes[from + n] ?? 0) << (n * 8);
  return last;
}

/** A tag as the designation carries it: eight hex digits. */
export function tagToHex(tag: number): string {
  return tag.toString(16).padStart(8, '0');
}

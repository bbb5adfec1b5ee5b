import type { Random } from '../random.ts';

const HASH_BITS = 64;

/** Copies of a picture, each a little different. */
export interface Pictures {
  /** 64-bit perceptual hash of the first, hex. */
  readonly hash: string;
  readonly provenance: 'intact' | 'stripped' | 'absent' | 'invalid';
  /** Text in the picture, as the platform reads it. */
  readonly recognisedText?: string;
}

/** A perceptual hash of something new. */
export function pictureHash(random: Random): string {
  const word = (): string => Math.floor(random.next() * 2 ** 32).toString(16);
  return word().padStart(8, '0') + word().padStart(8, '0');
}

/** One copy: up to `jitterBits` bits of the hash differ, as after a crop or a new encoding. */
export function mediaOf(random: Random, of: Pictures, jitterBits: number) {
  let hash = BigInt(`0x${of.hash}`);
  const flips = jitterBits > 0 ? random.int(jitterBits + 1) : 0;
  for (let i = 0; i < flips; i++) hash ^= 1n << BigInt(random.int(HASH_BITS));
  const { provenance, recognisedText } = of;
  return {
    perceptualHash: hash.toString(16).padStart(16, '0'),
    kind: 'image',
    provenance,
    ...(recognisedText === undefined ? {} : { recognisedText }),
  } as const;
}

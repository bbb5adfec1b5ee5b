/** Final mixing of 32 bits: every input bit reaches every output bit. */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 32-bit hash of a text; not keyed, for grouping inside one defender's state only. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix32(h);
}

/**
 * 48-bit hash of a pseudonym, exact as a number. With 4,096 live keys the chance that a new one
 * meets another is 1.5e-11.
 */
export function hash48(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b + code, 0xcc9e2d51);
    b = (b << 13) | (b >>> 19);
  }
  return (mix32(a) & 0xffff) * 2 ** 32 + mix32(b ^ a);
}

/**
 * Damerau–Levenshtein distance (adjacent swaps count one) up to a bound.
 *
 * @param max distances above it are told as `max + 1`; cost is O(length × max)
 */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (above[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swap && i > 1 && j > 1 ? (before[j - 2] ?? 0) + 1 : max + 1,
      );
    }
    if (Math.min(...row) > max) return max + 1;
    [before, above] = [above, row];
  }
  return Math.min(max + 1, above[b.length] ?? 0);
}

/** Bits in which two 64-bit hashes in hex differ; 64 when one is missing. */
export function hammingDistance(a: string, b: string): number {
  if (a.length !== 16 || b.length !== 16) return 64;
  let bits = 0;
  for (let i = 0; i < 16; i += 1) {
    let differing = Number.parseInt(a[i] ?? '0', 16) ^ Number.parseInt(b[i] ?? '0', 16);
    while (differing > 0) {
      bits += differing & 1;
      differing >>= 1;
    }
  }
  return bits;
}

/** A 64-bit hash as two unsigned halves. */
export interface HashHalves {
  readonly high: number;
  readonly low: number;
}

/** The halves of a 64-bit hash in hex; undefined when it is none. */
export function hashHalves(hex: string): HashHalves | undefined {
  if (hex.length !== 16) return undefined;
  return { high: Number.parseInt(hex.slice(0, 8), 16), low: Number.parseInt(hex.slice(8), 16) };
}

/** Bits in which two hashes differ. */
export function hammingHalves(a: HashHalves, b: HashHalves): number {
  return bitsOf(a.high ^ b.high) + bitsOf(a.low ^ b.low);
}

function bitsOf(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

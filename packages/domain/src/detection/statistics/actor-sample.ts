import { mix32 } from './hash.ts';

/** Hash of an actor key for samples; 32 bits. */
export function sampleHash(key: number): number {
  return mix32((key % 2 ** 32) ^ Math.imul(Math.floor(key / 2 ** 32) + 1, 0x9e3779b1));
}

/** The `size` smallest hashes of a set: samples of two sets compare as the sets do. */
export function bottomSample(keys: ReadonlySet<number>, size: number): number[] {
  const hashes = new Uint32Array(keys.size);
  let i = 0;
  for (const key of keys) {
    hashes[i] = sampleHash(key);
    i += 1;
  }
  return Array.from(hashes.sort().subarray(0, size));
}

/** The sample of the union of two sampled sets, both ascending. */
export function mergeSamples(a: readonly number[], b: readonly number[], size: number): number[] {
  const union: number[] = [];
  let [i, j] = [0, 0];
  while (union.length < size && (i < a.length || j < b.length)) {
    const x = a[i] ?? Number.POSITIVE_INFINITY;
    const y = b[j] ?? Number.POSITIVE_INFINITY;
    const least = Math.min(x, y);
    if (union[union.length - 1] !== least) union.push(least);
    if (x === least) i += 1;
    if (y === least) j += 1;
  }
  return union;
}

/** Estimated Jaccard similarity of two sampled sets, both ascending; exact when both fit. */
export function sampledJaccard(a: readonly number[], b: readonly number[], size: number): number {
  if (a.length === 0 || b.length === 0) return 0;
  let [i, j, union, both] = [0, 0, 0, 0];
  let last = -1;
  while (union < size && (i < a.length || j < b.length)) {
    const x = a[i] ?? Number.POSITIVE_INFINITY;
    const y = b[j] ?? Number.POSITIVE_INFINITY;
    const least = Math.min(x, y);
    if (least !== last) {
      union += 1;
      if (x === y) both += 1;
    }
    last = least;
    if (x === least) i += 1;
    if (y === least) j += 1;
  }
  return both / union;
}

/** Share of the smaller set that lies in the other, from the similarity and the sizes. */
export function containment(jaccard: number, sizeA: number, sizeB: number): number {
  const smaller = Math.min(sizeA, sizeB);
  if (smaller === 0) return 0;
  return Math.min(1, (jaccard * (sizeA + sizeB)) / ((1 + jaccard) * smaller));
}

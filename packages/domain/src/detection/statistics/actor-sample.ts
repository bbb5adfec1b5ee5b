import { mix32 } from './hash.ts';

/** Hash of an actor key for samples; 32 bits. */
export function sampleHash(key: number): number {
  return mix32((key % 2 ** 32) ^ Math.imul(Math.floor(key / 2 ** 32) + 1, 0x9e3779b1));
}

/** The `size` smallest hashes of a set: samples of two sets compare as the sets do. */
export function bottomSample(keys: Iterable<number>, size: number): number[] {
  return [...keys]
    .map(sampleHash)
    .sort((a, b) => a - b)
    .slice(0, size);
}

/** The sample of the union of two sampled sets. */
export function mergeSamples(a: readonly number[], b: readonly number[], size: number): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y).slice(0, size);
}

/** Estimated Jaccard similarity of two sampled sets; exact when both fit their samples. */
export function sampledJaccard(a: readonly number[], b: readonly number[], size: number): number {
  if (a.length === 0 || b.length === 0) return 0;
  const inA = new Set(a);
  const inB = new Set(b);
  const union = mergeSamples(a, b, size);
  const both = union.filter((hash) => inA.has(hash) && inB.has(hash)).length;
  return both / union.length;
}

/** Share of the smaller set that lies in the other, from the similarity and the sizes. */
export function containment(jaccard: number, sizeA: number, sizeB: number): number {
  const smaller = Math.min(sizeA, sizeB);
  if (smaller === 0) return 0;
  return Math.min(1, (jaccard * (sizeA + sizeB)) / ((1 + jaccard) * smaller));
}

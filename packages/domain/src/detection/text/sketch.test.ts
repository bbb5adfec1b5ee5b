import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAlike, jaccard, type Shingles, SKETCH_VALUES, shinglesOf, sketchOf } from './sketch.ts';

function exact(a: Shingles, b: Shingles): number {
  const both = a.filter((value) => b.includes(value)).length;
  return both / (a.length + b.length - both);
}

test('the mean error of the sketch against exact Jaccard is small', () => {
  const errors: number[] = [];
  const words = fc.array(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 12, maxLength: 30 });
  fc.assert(
    fc.property(words, fc.double({ min: 0, max: 1, noNaN: true }), (list, kept) => {
      const cut = Math.floor(list.length * kept);
      const other = [
        ...list.slice(0, cut),
        ...list
          .slice(cut)
          .map((word) => `${word}x`)
          .reverse(),
      ];
      const [a, b] = [shinglesOf(list.join(' ')), shinglesOf(other.join(' '))];
      const [sketchA, sketchB] = [sketchOf(a), sketchOf(b)];
      if (sketchA === undefined || sketchB === undefined) return;
      errors.push(jaccard(sketchA, sketchB) - exact(a, b));
    }),
    { numRuns: 400, seed: 7 },
  );
  const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
  const spread = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
  expect(Math.abs(mean)).toBeLessThan(0.03);
  // Sixteen values: a standard error of at most 1/8.
  expect(spread).toBeLessThan(0.13);
});

test('Chinese and Thai are compared by two characters', () => {
  const a = sketchOf(shinglesOf('她是叛徒大家不要相信她的报告'));
  const b = sketchOf(shinglesOf('她是叛徒大家不要相信她的话'));
  if (a === undefined || b === undefined) expect.unreachable();
  expect(jaccard(a, b)).toBeGreaterThanOrEqual(0.5);
});

test('shingles are distinct, in the order in which they first occur', () => {
  const shingles = shinglesOf('abcdabcdabcd');
  expect(shingles.length).toBe(4);
  expect([...shinglesOf('abcdabcd')]).toEqual([...shingles]);
  expect(shinglesOf('abc').length).toBe(0);
});

test('whether two are alike is what their similarity says, at every least', () => {
  const sketch = fc
    .array(fc.nat(2), { minLength: SKETCH_VALUES, maxLength: SKETCH_VALUES })
    .map((values) => ({ values, shingles: 100 }));
  const least = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.5, 0.6, 1));
  fc.assert(
    fc.property(sketch, sketch, least, (a, b, min) => {
      expect(isAlike(a, b, min)).toBe(jaccard(a, b) >= min);
    }),
  );
});

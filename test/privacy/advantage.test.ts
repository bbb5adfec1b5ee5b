import { expect, it } from 'vitest';
import { advantageOf, learnBound, learnWords, type Sample } from './advantage.ts';

const samplesOf = <View>(viewOf: (isDefender: boolean, n: number) => View): Sample<View>[] =>
  Array.from({ length: 400 }, (_, n) => ({
    account: `account-${n}`,
    isDefender: n % 2 === 0,
    view: viewOf(n % 2 === 0, n),
  }));

it('a guess by what is the same for everybody is as good as a coin', () => {
  expect(
    advantageOf(
      samplesOf(() => 'one answer'),
      learnWords,
    ).advantage,
  ).toBe(0);
  const times = samplesOf((_, n) => Math.floor(n / 2) % 7);
  expect(advantageOf(times, learnBound)).toMatchObject({ advantage: 0, guesses: 200 });
});

it('a guess by what differs is right: in words, and on either side of a bound', () => {
  const words = samplesOf((isDefender) => (isDefender ? 'waits' : 'goes'));
  expect(advantageOf(words, learnWords).advantage).toBe(1);
  const slower = samplesOf((isDefender, n) => (n % 5) + (isDefender ? 10 : 0));
  expect(advantageOf(slower, learnBound)).toMatchObject({ advantage: 1, low: 1 });
  const faster = samplesOf((isDefender, n) => (n % 5) - (isDefender ? 10 : 0));
  expect(advantageOf(faster, learnBound).advantage).toBe(1);
});

it('a small difference is a small advantage, and the interval says so', () => {
  const mostly = samplesOf((isDefender, n) => (isDefender && n % 10 < 2 ? 1 : 0));
  const { advantage, low } = advantageOf(mostly, learnBound);
  expect(advantage).toBeCloseTo(0.2, 1);
  expect(low).toBeGreaterThan(0);
});

import { deriveId } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { hop, matched, quantile } from './conservation.ts';
import type { RunResults } from './read-results.ts';
import { conservationOf, type RunCounts } from './sum-up.ts';

const id = (prefix: string, name: string) => deriveId(prefix, name);
const at = <T>(data: T) => ({ appendedAt: 0, data });

function results(
  change: (open: Record<keyof RunResults, unknown>) => void = () => undefined,
): RunResults {
  const held: Record<keyof RunResults, unknown> = {
    targeting: [at({ kind: 'event' }), at({ kind: 'watermark' })],
    signals: [at({ id: id('s', 'a'), revision: 0 }), at({ id: id('s', 'a'), revision: 1 })],
    commands: [at({ id: id('p', 'a') }), at({ id: id('p', 'a') })],
    acks: [
      at({ command: id('p', 'a'), status: 'accepted' }),
      at({ command: id('p', 'a'), status: 'applied' }),
    ],
    outcomes: [
      at({
        id: id('u', 'a'),
        kind: 'case.opened',
        defender: id('d', 'a'),
        signal: id('s', 'a'),
        case: id('k', 'a'),
      }),
    ],
    deadLetters: [],
    unreadable: 0,
  };
  change(held);
  return held as unknown as RunResults;
}

const counts: RunCounts = {
  emitted: 10,
  appended: 10,
  dropped: { 'not-a-defender': 8 },
  ingestDeadLetters: 1,
  workflows: 1,
  outcomeRows: 1,
  signalRows: 2,
};

const open = (held: RunResults, change: Partial<RunCounts> = {}) =>
  conservationOf(held, { ...counts, ...change })
    .filter(({ closes }) => !closes)
    .map((row) => row.hop);

describe('conservationOf', () => {
  it('closes every sum of a sound run, repeated commands and revisions included', () => {
    expect(open(results())).toEqual([]);
  });

  it('opens the hop where something is lost', () => {
    expect(open(results(), { appended: 9 })).toContain('platform to firehose');
    expect(open(results(), { dropped: {} })).toEqual(['firehose to targeting']);
    expect(open(results(), { workflows: 2 })).toEqual(['defenders to workflows']);
    expect(open(results(), { outcomeRows: 2 })).toEqual(['outcomes to rows']);
    const unanswered = results((held) => {
      held.acks = [at({ command: id('p', 'a'), status: 'accepted' })];
    });
    expect(open(unanswered)).toEqual(['commands to acks']);
  });

  it('opens when a signal is accepted by two cases', () => {
    const twice = results((held) => {
      const more = { id: id('u', 'b'), kind: 'case.merged', defender: id('d', 'a') };
      const ids = { signal: id('s', 'a'), case: id('k', 'b') };
      held.outcomes = [...(held.outcomes as unknown[]), at({ ...more, ...ids })];
    });
    expect(open(twice, { outcomeRows: 2 })).toEqual(['signals to cases']);
  });
});

describe('sums and quantiles', () => {
  it('closes only when nothing is lost and nothing appears', () => {
    expect(hop('a', '', { in: 3, out: { x: 1, y: 2 } }).closes).toBe(true);
    expect(hop('a', '', { in: 3, out: { x: 4 } }).closes).toBe(false);
  });

  it('counts each id once', () => {
    expect(matched(['a', 'a', 'b'], new Set(['a']))).toEqual({ found: 1, missing: 1 });
  });

  it('takes quantiles by nearest rank', () => {
    expect(quantile([5, 1, 3], 0.5)).toBe(3);
    expect(quantile([5, 1, 3], 0.99)).toBe(5);
    expect(quantile([], 0.5)).toBeUndefined();
  });
});

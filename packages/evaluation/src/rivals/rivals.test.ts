import { describe, expect, test } from 'vitest';
import { runKey } from '../plan/run-spec.ts';
import type { Act } from './acts.ts';
import { coPosts } from './co-post-rule.ts';
import { componentSizes } from './components.ts';
import { arenaOf, bestFor, bestOverall, candidatesOf } from './contest.ts';
import { planRivalRuns } from './play-rival-runs.ts';
import { crowdLevels } from './rate-rule.ts';
import type { Rival } from './rival.ts';
import type { RivalRun } from './rival-run.ts';
import { computeArgs, toolkitCsv } from './toolkit/toolkit-database.ts';
import { messagesOf } from './toolkit/toolkit-rival.ts';
import { canSee } from './visible.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

function act(actor: string, at: number, more: Partial<Act> = {}): Act {
  const id = `${actor}-${at}`;
  return { id, at, actor, kind: 'speech', links: [], judgedHostile: false, ...more };
}

function run(id: string, acts: readonly Act[], attackers: readonly string[] = []): RivalRun {
  return {
    id,
    scenario: attackers.length > 0 ? 'A01' : 'B01',
    title: '',
    kind: attackers.length > 0 ? 'attack' : 'look-alike',
    difficulty: 'medium',
    language: 'en',
    startsAt: 0,
    endsAt: MINUTE_MS,
    months: 1,
    acts,
    attackers: new Set(attackers),
  };
}

describe('the fixed-rate rule', () => {
  test('counts accounts, not acts, in the fullest window that holds an act', () => {
    const acts = [
      act('a', 0),
      act('a', SECOND_MS),
      act('b', 30 * SECOND_MS),
      act('c', 59 * SECOND_MS),
      act('d', 10 * MINUTE_MS),
    ];
    expect(Object.fromEntries(crowdLevels(acts, MINUTE_MS))).toEqual({ a: 3, b: 3, c: 3, d: 1 });
  });

  test('a window is shorter than its length: acts a whole window apart do not meet', () => {
    const acts = [act('a', 0), act('b', MINUTE_MS)];
    expect(Object.fromEntries(crowdLevels(acts, MINUTE_MS))).toEqual({ a: 1, b: 1 });
  });
});

describe('the one-minute rule', () => {
  test('ties the same words or the same repost within a minute, and nothing else', () => {
    const acts = [
      act('a', 0, { text: 'The same' }),
      act('b', MINUTE_MS, { text: 'the same ' }),
      act('c', MINUTE_MS + 1, { text: 'the same' }),
      act('d', 0, { kind: 'repost', parent: 'p' }),
      act('e', 1, { kind: 'repost', parent: 'p' }),
      act('f', 1, { kind: 'repost', parent: 'q' }),
    ].sort((a, b) => a.at - b.at);
    const pairs = coPosts(acts).map(({ a, b, weight }) => `${a}${b}${weight}`);
    expect(pairs.sort()).toEqual(['ab1', 'bc1', 'de1']);
  });

  test('groups are connected components over edges that are heavy enough', () => {
    const edges = [
      { a: 'a', b: 'b', weight: 2 },
      { a: 'b', b: 'c', weight: 2 },
      { a: 'd', b: 'e', weight: 1 },
    ];
    expect(Object.fromEntries(componentSizes(edges, 2))).toEqual({ a: 3, b: 3, c: 3 });
    expect(componentSizes(edges, 1).get('d')).toBe(2);
  });
});

describe('the toolkit', () => {
  test('gets runs one after another, so that no window reaches from one to the next', () => {
    const words = act('a', 5 * SECOND_MS, { text: 'x, "y"' });
    const block = [run('1', [words]), run('2', [act('a', 0, { text: '@someone' })])];
    const [first, second] = messagesOf(block);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(86_400);
    expect([first?.user, second?.user]).toEqual(['0/a', '1/a']);
    expect(second?.text).toBe('1/a-0');
    expect(toolkitCsv(messagesOf(block)).split('\n')[1]).toBe(
      '0/a-5000,0/a,0/a,,,"x, ""y""",0,none:0/a-5000',
    );
  });

  test('is asked as a person would ask it', () => {
    const setting = { network: 'co_similar_tweet', windowSeconds: 3600, similarity: 0.6 } as const;
    expect(computeArgs('x.db', setting, 2).join(' ')).toBe(
      'x.db compute co_similar_tweet --time_window 3600 --min_edge_weight 1 --similarity_threshold 0.6 --n_cpus 2',
    );
  });
});

describe('the contest', () => {
  const crowd = ['a', 'b', 'c', 'd'].map((actor) => act(actor, 0));
  const attack = run('attack', crowd, ['a', 'b', 'c']);
  const quiet = run('quiet', crowd.slice(0, 2));
  const rival: Rival = {
    id: 'rate',
    title: 'rate',
    settings: [
      {
        name: 'crowd',
        levels: new Map(
          [attack, quiet].map((one) => [one.id, crowdLevels(one.acts, MINUTE_MS)] as const),
        ),
        thresholds: [2, 4, 5],
        levelOf: 'accounts',
      },
    ],
  };

  test('gives a rival the threshold that finds the attack and leaves the look-alike alone', () => {
    const candidates = candidatesOf(arenaOf([attack, quiet]), rival);
    const best = bestFor(candidates, 'A01', 'campaignF1');
    expect(best?.setting).toBe('crowd, at least 4 accounts');
    expect(best?.scores.get('A01')).toMatchObject({ recall: 1, precision: 1, campaignF1: 1 });
    expect(best?.scores.get('A01')?.aloneF1).toBeCloseTo(6 / 7);
    expect(bestOverall(candidates, ['A01'], 'actorF1')?.setting).toBe(best?.setting);
  });

  test('accounts flagged where nobody attacks cost precision, twenty windows to one', () => {
    const [lenient] = candidatesOf(arenaOf([attack, quiet]), rival);
    expect(lenient?.scores.get('A01')?.actorPrecision).toBeCloseTo(3 / 44);
    expect(lenient?.scores.get('A01')?.precision).toBeCloseTo(1 / 21);
  });

  test('leaves out what a rival cannot read', () => {
    const reports = run(
      'reports',
      ['a', 'b', 'c'].map((actor) => act(actor, 0, { kind: 'report' })),
      ['a', 'b', 'c'],
    );
    expect(canSee('rate', [reports])).toBe(true);
    expect(canSee('toolkit', [reports])).toBe(false);
  });
});

describe('the plan of the comparison', () => {
  const plan = planRivalRuns({ quick: false, split: 'held-out', seedFirst: 60_000 });

  test('has as many of each kind wherever the bound of events ends it', () => {
    const kinds = new Set(plan.map(({ kind }) => kind));
    for (const end of [plan.length / 4, plan.length / 2]) {
      const counts = new Map<string, number>();
      for (const { difficulty, group, kind } of plan.slice(0, end)) {
        const stratum = group === 'attack' ? `${kind} ${difficulty}` : kind;
        counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
      }
      const named = new Set([...counts.keys()].map((stratum) => stratum.split(' ')[0]));
      expect(named.size).toBe(kinds.size);
      expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
    }
  });

  test('leaves nothing out, and has every language and both draws among the first nine of a kind', () => {
    expect(new Set(plan.map(runKey)).size).toBe(1_296);
    const own = plan.filter(({ difficulty, kind }) => kind === 'A03' && difficulty === 'medium');
    expect(new Set(own.slice(0, 9).map(({ language }) => language)).size).toBe(9);
    expect(new Set(own.slice(0, 9).map(({ seed }) => seed)).size).toBe(2);
  });
});

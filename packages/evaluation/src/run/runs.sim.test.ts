import { loadDetectionPolicy, loadStagePolicy } from '@hrd-shield/policy';
import { beforeAll, describe, expect, it } from 'vitest';
import { detectorsIn, withoutPart } from '../ablations/play-ablations.ts';
import { reweigh } from '../ablations/re-weigh.ts';
import { WEIGH_ABLATIONS } from '../ablations/weigh-ablations.ts';
import { FULL, planRuns, QUICK } from '../plan/plan-runs.ts';
import { isHeldOutKind, playRun } from '../plan/play-run.ts';
import type { RunSpec } from '../plan/run-spec.ts';
import { runSpec } from './run-episode.ts';
import type { RunRecord } from './run-record.ts';
import { openTrail } from './trail.ts';

const POLICIES = { policy: loadDetectionPolicy(), stages: loadStagePolicy() };
const SPEC: RunSpec = {
  group: 'attack',
  kind: 'A03',
  difficulty: 'easy',
  seed: 3,
  language: 'hi',
  variant: 'plain',
  split: 'tuning',
};
const clock = () => 0;

describe('a run', () => {
  let record: RunRecord;
  beforeAll(async () => {
    record = await runSpec(SPEC, POLICIES, clock);
  });

  it('is the same again, to the last number', async () => {
    expect(JSON.stringify(await runSpec(SPEC, POLICIES, clock))).toBe(JSON.stringify(record));
    expect(record.hostileEvents).toBeGreaterThan(0);
  });

  it('weighs its stored evidence to what it was when it was played', () => {
    const [none] = WEIGH_ABLATIONS;
    const again = none === undefined ? undefined : reweigh(record, POLICIES.policy, none);
    expect(again?.guarded).toBe(record.detection !== undefined);
    expect(openTrail(record.trail ?? '').length).toBeGreaterThan(0);
  });

  it('is not lifted to guard by evidence whose families are all left out', () => {
    const bare = {
      name: 'all',
      says: '',
      policy: (policy: typeof POLICIES.policy) => policy,
      evidence: (vector: Parameters<(typeof WEIGH_ABLATIONS)[0]['evidence']>[0]) => ({
        ...vector,
        items: [],
        directHarm: false,
      }),
    };
    expect(reweigh(record, POLICIES.policy, bare).guarded).toBe(false);
  });

  it('is the same without a detector that says nothing in it, and another without one that does', async () => {
    const said = detectorsIn(record);
    // Those that note single events could make others look at another moment.
    const others = ['D8', 'D9', 'D10', 'D12', 'D13', 'D15', 'D17'].filter((id) => !said.has(id));
    const [telling = ''] = said;
    expect([said.size > 0, others.length > 0]).toEqual([true, true]);
    for (const id of others) {
      const again = await runSpec(SPEC, withoutPart(POLICIES, id), clock);
      expect(JSON.stringify(again), id).toBe(JSON.stringify(record));
    }
    const without = await runSpec(SPEC, withoutPart(POLICIES, telling), clock);
    expect(JSON.stringify(without)).not.toBe(JSON.stringify(record));
  });

  it('of a month is thirty days with two look-alikes', () => {
    const month = playRun({ ...SPEC, group: 'month', kind: 'month', difficulty: 'medium' });
    const days = ((month.events.at(-1)?.at ?? 0) - (month.events[0]?.at ?? 0)) / 86_400_000;
    expect(days).toBeGreaterThan(28);
    expect(month.truth?.scenario).toMatch(/^B\d\d\+B\d\d$/);
    expect(month.truth?.hostileEvents).toBeLessThan(month.truth?.events ?? 0);
  });
});

describe('direct harm', () => {
  const harmsOf = async (kind: RunSpec['kind']) => {
    const spec: RunSpec = { ...SPEC, kind, difficulty: 'medium', seed: 9 };
    const { defenders, harms } = await runSpec(spec, POLICIES, clock);
    return { defenders, harms };
  };

  it('is one event of a takeover, and one letter of each defender who gets one', async () => {
    expect((await harmsOf('A22')).harms).toEqual([0]);
    const { defenders, harms } = await harmsOf('A24');
    expect(harms).toHaveLength(defenders);
  });

  it('is the post with which a fact is out, however the post is cut', async () => {
    const { harms } = await harmsOf('A19');
    expect(harms.length).toBeGreaterThan(0);
    expect((await harmsOf('A01')).harms).toEqual([]);
  });
});

describe('variants of a stream', () => {
  const streamOf = (variant: RunSpec['variant']) => playRun({ ...SPEC, kind: 'A15', variant });
  const plain = streamOf('plain').events;

  it('bring the same events twice, late, or not at all', () => {
    const ids = new Set(plain.map(({ id }) => id));
    const twice = streamOf('duplicated').events;
    expect(twice.length).toBeGreaterThan(plain.length);
    expect(twice.every(({ id }) => ids.has(id))).toBe(true);
    const late = streamOf('reordered').events;
    expect(late).toHaveLength(plain.length);
    expect(late.some((event, i) => event.at < (late[i - 1]?.at ?? 0))).toBe(true);
    expect(streamOf('lossy').events.length).toBeLessThan(plain.length);
  });
});

describe('the plan', () => {
  it('keeps held-out kinds and seeds away from tuning', () => {
    const specs = planRuns({ split: 'tuning', budget: QUICK });
    expect(specs.some(({ kind }) => isHeldOutKind(kind))).toBe(false);
    expect(Math.max(...specs.map(({ seed }) => seed))).toBeLessThan(1_000);
    const held = planRuns({ split: 'held-out', budget: QUICK });
    expect(Math.min(...held.map(({ seed }) => seed))).toBe(10_000);
  });

  it('plays each draw of parameters in every language', () => {
    const own = planRuns({ split: 'tuning', budget: QUICK, kinds: ['A01'] }).filter(
      (spec) => spec.group === 'attack' && spec.difficulty === 'evasive',
    );
    expect(new Set(own.map(({ language }) => language)).size).toBe(9);
    expect(new Set(own.map(({ seed }) => seed)).size).toBe(1);
  });

  it('gives each kind of attack seeds of its own', () => {
    const own = planRuns({ split: 'held-out', budget: FULL, seedFirst: 20_000 }).filter(
      (spec) => spec.group === 'attack' && spec.difficulty === 'medium',
    );
    const kindsOf = new Map<number, Set<string>>();
    for (const { kind, seed } of own) {
      kindsOf.set(seed, (kindsOf.get(seed) ?? new Set()).add(kind));
    }
    expect([...kindsOf.values()].every((kinds) => kinds.size === 1)).toBe(true);
    expect(Math.min(...own.map(({ seed }) => seed))).toBe(20_000);
    expect(Math.max(...own.map(({ seed }) => seed))).toBeLessThan(30_000);
  });
});

import type { DisclosureRules } from '@hrd-shield/domain';
import type { Benchmark, ImplementationPlan, ReleasePlan } from '@hrd-shield/policy';
import { hashOf } from '../frozen/canonical-json.ts';
import { figuresIn } from '../frozen/figures-in.ts';
import type { FrozenRun } from '../frozen/frozen-run.ts';
import { publicPlan } from '../plan/public-plan.ts';
import { type ParityFile, parityIn } from './parity-file.ts';
import { type Published, protectTables } from './protect-tables.ts';
import { publicFigures } from './public-figures.ts';
import type { PublicFigure, Release } from './release.ts';
import type { FrozenFacts } from './release-facts.ts';
import { trendsOf } from './trends.ts';

/** What a release is made by, beside its facts. */
export interface ReleaseOrigin {
  readonly plan: ReleasePlan;
  readonly rules: DisclosureRules;
  readonly benchmarks: readonly Benchmark[];
  /** Targets with their days. */
  readonly milestones: ImplementationPlan;
  /** Run at the same freeze: figures without anybody in them are taken from it. */
  readonly run: FrozenRun;
  /** What was published of the same quarter before, oldest first. */
  readonly before: readonly Published[];
  /** The releases that stand of quarters before, oldest first: for trends. */
  readonly earlier: readonly Release[];
  readonly corrects?: { readonly release: string; readonly reason: string };
  /** What the registry let out of the same facts, where it was asked. */
  readonly parity?: ParityFile;
}

/**
 * Makes everything that is published of a quarter. Pure: the same facts, plan, rules and code give the
 * same release.
 */
export function makeRelease(facts: FrozenFacts, origin: ReleaseOrigin): Release {
  const { benchmarks, corrects, milestones, plan, rules, run } = origin;
  const { losses, tables } = protectTables(plan, facts, rules, origin.before);
  const parity = parityIn(origin.parity, facts, benchmarks);
  const figures = [
    ...publicFigures({ plan, tables, facts, rules, benchmarks }),
    ...operationFigures(plan, run),
  ];
  const known = {
    format: 'hrd-shield.release.v1' as const,
    quarter: facts.quarter,
    asOf: new Date(facts.asOf).toISOString(),
    run: run.run,
    codeVersion: run.codeVersion,
    planHash: facts.planHash,
    rulesHash: facts.rulesHash,
    inputsHash: hashOf(facts),
    ...(corrects === undefined ? {} : { corrects }),
    ...(origin.parity === undefined ? {} : { parity: origin.parity.run }),
    tables: JSON.parse(JSON.stringify([...tables, ...parity.tables])) as Release['tables'],
    losses: [...losses, ...parity.losses],
    figures: [...figures, ...parity.figures],
    milestones: [...publicPlan(figures, milestones, facts.asOf)],
    trends: [...trendsOf(figures, origin.earlier)],
  };
  return { ...known, release: `rel_${hashOf(known).slice(0, 24)}` };
}

/** Figures of machines, as the run has them. */
function operationFigures(plan: ReleasePlan, run: FrozenRun): readonly PublicFigure[] {
  const hashes = new Map(run.benchmarks.map(({ formulaHash, id }) => [id, formulaHash]));
  return figuresIn(run).flatMap(({ benchmark, figure, place }): readonly PublicFigure[] => {
    if (!plan.operations.includes(benchmark)) return [];
    const [, , slice = 'all', label = 'value'] = place.split('/');
    const { interval, kind, moreThan, n, value } = figure;
    const state = PublicStates[String(kind) as keyof typeof PublicStates] ?? 'no-data';
    const { lower, upper } = (interval ?? {}) as { lower?: number; upper?: number | 'open' };
    return [
      {
        id: benchmark,
        benchmark,
        formulaHash: hashes.get(benchmark) ?? '',
        population: 'records',
        slice,
        label,
        unit: benchmark === 'silences' ? 'ms' : 'count',
        state,
        value: typeof value === 'number' ? value : null,
        lower: typeof moreThan === 'number' ? moreThan : (lower ?? null),
        upper: typeof upper === 'number' ? upper : null,
        sample: typeof n === 'number' ? n : null,
      },
    ];
  });
}

const PublicStates = {
  value: 'value',
  withheld: 'withheld',
  'not-reached': 'not-reached',
  'no-data': 'no-data',
} as const;

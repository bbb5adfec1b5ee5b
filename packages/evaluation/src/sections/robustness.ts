import { bootstrap } from '../metrics/bootstrap.ts';
import { metricOf } from '../metrics/judge.ts';
import { DISGUISES, TRANSPORTS } from '../plan/plan-runs.ts';
import { runKey, type Variant } from '../plan/run-spec.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { Metric } from '../section.ts';
import { cent } from './format.ts';
import { grouped, inGroup, isDetected, type Part } from './part.ts';
import { TARGETS } from './targets.ts';

/** A varied run and the plain run of the same seed. */
interface Pair {
  readonly varied: RunRecord;
  readonly plain: RunRecord;
}

const AS = { unit: 'ratio', interval: 'bootstrap over pairs' } as const;

/** The same campaigns in disguise, badly transported, or after eight weeks of patience. */
export function robustnessPart(records: readonly RunRecord[]): Part {
  const pairs = pairsOf(records);
  if (pairs.length === 0) return { metrics: {} };
  const of = (...variants: readonly Variant[]) =>
    pairs.filter(({ varied }) => variants.includes(varied.spec.variant));
  const metrics: Record<string, Metric> = {};
  const add = (name: string, own: readonly Pair[], judged?: keyof typeof TARGETS) => {
    if (own.length === 0) return;
    const target = judged === undefined ? undefined : TARGETS[judged];
    metrics[name] = metricOf(bootstrap(own, drop), { ...AS, target });
  };
  add('disguise.recallDrop', of(...DISGUISES), 'disguise.recallDrop');
  for (const variant of DISGUISES) add(`disguise.${variant}.recallDrop`, of(variant));
  for (const variant of TRANSPORTS) {
    const name = `${variant}.recallChange` as keyof typeof TARGETS;
    const own = of(variant);
    if (own.length === 0) continue;
    const change = bootstrap(own, (drawn) => Math.abs(drop(drawn)));
    metrics[name] = metricOf(change, { ...AS, target: TARGETS[name] });
  }
  add('poisoning.recallDrop', of('poisoned'), 'poisoning.recallDrop');
  add('noClassifier.recallDrop', of('no-classifier'));
  const rows = grouped(
    pairs.map(({ varied }) => varied),
    ({ spec }) => `${spec.variant} ${spec.kind}`,
  ).map(([name]) => {
    const own = pairs.filter(({ varied }) => `${varied.spec.variant} ${varied.spec.kind}` === name);
    return { name, own, cost: drop(own) };
  });
  return {
    metrics,
    tables: [
      {
        title: 'Recall lost by variant and kind, most first',
        head: ['variant and kind', 'plain', 'varied', 'lost', 'pairs'],
        rows: rows
          .sort((a, b) => b.cost - a.cost)
          .map(({ cost, name, own }) => [
            name,
            cent(recallOf(own.map(({ plain }) => plain))),
            cent(recallOf(own.map(({ varied }) => varied))),
            cent(cost),
            String(own.length),
          ]),
      },
    ],
    method: [
      'Each varied run is compared with the plain run of the same seed: 15 % of letters disguised ' +
        'in one of four ways; a fifth of the events twice within ten minutes; arrival up to 60 s ' +
        'out of order; 1 % lost; eight weeks in which strangers raise what is usual threefold; ' +
        'no classifier verdicts at all.',
    ],
  };
}

function pairsOf(records: readonly RunRecord[]): Pair[] {
  const byKey = new Map(records.map((record) => [record.key, record]));
  return inGroup(records, 'variant').flatMap((varied) => {
    const plain = byKey.get(runKey({ ...varied.spec, group: 'attack', variant: 'plain' }));
    return plain === undefined ? [] : [{ varied, plain }];
  });
}

function drop(pairs: readonly Pair[]): number {
  return recallOf(pairs.map(({ plain }) => plain)) - recallOf(pairs.map(({ varied }) => varied));
}

function recallOf(runs: readonly RunRecord[]): number {
  return runs.filter(isDetected).length / runs.length;
}

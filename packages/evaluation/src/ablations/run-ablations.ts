import { DETECTOR_IDS } from '@hrd-shield/domain';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import type { EvaluateOptions } from '../evaluate.ts';
import { poissonRate, wilson } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import { openStore } from '../open-store.ts';
import { type Budget, planRuns } from '../plan/plan-runs.ts';
import { collect } from '../run/collect.ts';
import type { RunRecord } from '../run/run-record.ts';
import type { EvalSection, Metric, SectionContext } from '../section.ts';
import { monthsOf } from '../sections/false-alarms.ts';
import { cent, figure } from '../sections/format.ts';
import { attacks, campaignsAt, hasGuard, inGroup, isDetected } from '../sections/part.ts';
import { detectorsIn, PLAY_ABLATIONS } from './play-ablations.ts';
import { type Reweighed, reweigh } from './re-weigh.ts';
import { WEIGH_ABLATIONS } from './weigh-ablations.ts';

const BUDGET: Budget = {
  easy: 0,
  medium: 9,
  evasive: 9,
  lookAlike: 9,
  solidarity: 9,
  months: 60,
  variant: 0,
};

const BUDGET_QUICK: Budget = {
  ...BUDGET,
  medium: 3,
  evasive: 3,
  lookAlike: 3,
  solidarity: 3,
  months: 20,
};

const DETECTORS: ReadonlySet<string> = new Set(DETECTOR_IDS);

/** Four numbers that say what a part is worth. */
interface Outcome {
  readonly name: string;
  readonly says: string;
  readonly medium: readonly boolean[];
  readonly evasive: readonly boolean[];
  /** Look-alike runs with a guard. */
  readonly lookAlikes: readonly boolean[];
  readonly alarms: number;
  readonly exposure: number;
}

/** What each part of detection is worth: everything once more without it. */
export async function runAblations(
  options: EvaluateOptions,
  context: SectionContext,
): Promise<EvalSection> {
  const begun = context.now();
  const policy = loadDetectionPolicy(options.policyPath);
  const seeds = options.seedFirst === undefined ? {} : { seedFirst: options.seedFirst };
  const specs = planRuns({
    split: options.split,
    budget: context.quick ? BUDGET_QUICK : BUDGET,
    ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
    ...seeds,
  });
  const endsAt = context.endsAt ?? Number.POSITIVE_INFINITY;
  const play = { ...options, keepTrails: true, endsAt };
  const base = await collect(specs, { ...play, store: await openStore(context, true) });
  const outcomes: Outcome[] = [outcomeOf('as it is', 'everything as it is', base, played)];
  for (const ablation of WEIGH_ABLATIONS) {
    const again = new Map(base.map((record) => [record, reweigh(record, policy, ablation)]));
    outcomes.push(
      outcomeOf(`weigh ${ablation.name}`, ablation.says, base, (record) => {
        return again.get(record) ?? { guarded: false, alarms: 0 };
      }),
    );
  }
  const left: string[] = [];
  const said = new Map(base.map((record) => [record, detectorsIn(record)] as const));
  for (const [at, { name, says }] of PLAY_ABLATIONS.entries()) {
    context.say(`ablation ${at + 1} of ${PLAY_ABLATIONS.length}: ${says}`);
    const changed = base.filter((record) => isConcerned(name, said.get(record)));
    const store = await openStore(context, false, name);
    const again = await collect(
      changed.map(({ spec }) => spec),
      { ...play, keepTrails: false, store, ablation: name },
    );
    // Part of the runs would not compare with all of them.
    if (again.length < changed.length) left.push(name);
    else outcomes.push(outcomeOf(`play ${name}`, says, standIn(base, again), played));
  }
  return sectionOf(outcomes, left, context, begun);
}

/** What is no detector may change any run; a detector those in which it says something. */
function isConcerned(name: string, said: ReadonlySet<string> = new Set()): boolean {
  return !DETECTORS.has(name) || said.has(name);
}

/** The records with those that were played again in their places. */
function standIn(base: readonly RunRecord[], again: readonly RunRecord[]): readonly RunRecord[] {
  const changed = new Map(again.map((record) => [record.key, record] as const));
  return base.map((record) => changed.get(record.key) ?? record);
}

function played(record: RunRecord): Reweighed {
  return {
    guarded: record.firstHostileAt === undefined ? hasGuard(record) : isDetected(record),
    alarms: campaignsAt(record, 'guard'),
  };
}

function outcomeOf(
  name: string,
  says: string,
  records: readonly RunRecord[],
  judge: (record: RunRecord) => Reweighed,
): Outcome {
  const months = inGroup(records, 'month');
  const guarded = (runs: readonly RunRecord[]) => runs.map((run) => judge(run).guarded);
  return {
    name,
    says,
    medium: guarded(attacks(records, 'medium')),
    evasive: guarded(attacks(records, 'evasive')),
    lookAlikes: guarded(inGroup(records, 'look-alike')),
    alarms: months.reduce((sum, run) => sum + judge(run).alarms, 0),
    exposure: monthsOf(months),
  };
}

function sectionOf(
  outcomes: readonly Outcome[],
  left: readonly string[],
  context: SectionContext,
  begun: number,
): EvalSection {
  const metrics: Record<string, Metric> = {};
  const ratio = { unit: 'ratio', interval: 'Wilson' } as const;
  const shareOf = (all: readonly boolean[]) => wilson(all.filter(Boolean).length, all.length);
  for (const one of outcomes) {
    const name = `ablation.${one.name.replaceAll(' ', '.')}`;
    metrics[`${name}.recall.medium`] = metricOf(shareOf(one.medium), ratio);
    metrics[`${name}.recall.evasive`] = metricOf(shareOf(one.evasive), ratio);
    metrics[`${name}.lookAlikeAlarms`] = metricOf(shareOf(one.lookAlikes), ratio);
    metrics[`${name}.falseGuards`] = metricOf(poissonRate(one.alarms, one.exposure), {
      unit: 'per defender-month',
      interval: 'Poisson',
    });
  }
  const value = (all: readonly boolean[]) => shareOf(all).value;
  const [base] = outcomes;
  const cost = (one: Outcome) => value(base?.medium ?? []) - value(one.medium);
  return {
    id: 'ablations',
    title: 'What each part is worth',
    ranAt: new Date(begun).toISOString(),
    seconds: Math.round((context.now() - begun) / 1_000),
    policyHash: context.policyHash,
    codeHash: context.codeHash,
    split: context.split,
    method: methodOf(outcomes),
    limits: [
      ...(left.length > 0 ? [`Not played in time, for the next call: ${left.join(', ')}.`] : []),
      'The window of a day in which copies meet is fixed in the engine and cannot be left out; what ' +
        'a window of a minute finds is shown by the one-minute rule among the rivals.',
      'The other thresholds stay as they were tuned with the part in place; tuned anew, a part ' +
        'would be missed less.',
    ],
    metrics,
    charts: [],
    tables: [
      {
        title: 'Most missed first',
        head: [
          'left out',
          'recall, medium',
          'evasive',
          'look-alike alarms',
          'false guards a month',
          'in words',
        ],
        rows: [...outcomes]
          .sort((a, b) => cost(b) - cost(a))
          .map((one) => [
            one.name,
            cent(value(one.medium)),
            cent(value(one.evasive)),
            cent(value(one.lookAlikes)),
            figure(one.alarms / one.exposure),
            one.says,
          ]),
      },
    ],
  };
}

function methodOf([base]: readonly Outcome[]): readonly string[] {
  const { evasive = [], exposure = 0, lookAlikes = [], medium = [] } = base ?? {};
  return [
    `${medium.length} attacks of medium and ${evasive.length} of evasive difficulty, ` +
      `${lookAlikes.length} look-alikes and ${exposure.toFixed(0)} benign defender-months.`,
    'Parts of the weighing are left out by weighing stored evidence again; parts of the detectors ' +
      'are left out by playing again every run that they can change: of a detector those in whose ' +
      'stored evidence it has a say. `weigh none` shows how well stored evidence stands for a ' +
      'played run: it should read as `as it is`.',
  ];
}

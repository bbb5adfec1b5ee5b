import { bootstrap } from '../metrics/bootstrap.ts';
import { poissonRate, wilson } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import type { EvalSection, Metric, SectionContext, SectionTable } from '../section.ts';
import {
  type Aim,
  type Arena,
  bestFor,
  bestOverall,
  type Candidate,
  meanScore,
} from './contest.ts';
import type { Rival } from './rival.ts';
import type { RivalRun } from './rival-run.ts';
import { BENIGN_PER_ATTACK, scoreOf } from './tally-setting.ts';
import { TOOLKIT } from './toolkit/install-toolkit.ts';
import { canSee } from './visible.ts';

/** A rival with all that it could have said. */
export interface Contestant {
  readonly rival: Rival;
  readonly candidates: readonly Candidate[];
}

export interface Contest {
  readonly context: SectionContext;
  readonly begunAt: number;
  readonly arena: Arena;
  readonly ours: Candidate;
  readonly contestants: readonly Contestant[];
  readonly runs: readonly RivalRun[];
  readonly events: number;
}

const AIMS: Readonly<Record<Aim, string>> = {
  campaignF1: 'campaigns',
  actorF1: 'actors',
  aloneF1: 'actors, attack runs alone',
};
const ALL_AIMS = Object.keys(AIMS) as Aim[];
/** Two runs of one program on other seeds differ by more than this. */
const TIE = 0.005;

/** The comparison as a section of the report. */
export function rivalsSection(contest: Contest): EvalSection {
  const { arena, begunAt, context, contestants, ours } = contest;
  const seen = new Map(
    contestants.map(({ rival }) => [
      rival.id,
      [...arena.attacks].filter(([, runs]) => canSee(rival.id, runs)).map(([id]) => id),
    ]),
  );
  const metrics: Record<string, Metric> = {};
  for (const aim of ALL_AIMS) {
    Object.assign(metrics, metricsOf(contest, seen, aim));
  }
  metrics['rivals.falseAlarms.ours'] = falseAlarmMetric(ours, arena);
  return {
    id: 'rivals',
    title: 'Against the tools that people would use in its place',
    ranAt: new Date(context.now()).toISOString(),
    seconds: (context.now() - begunAt) / 1_000,
    policyHash: context.policyHash,
    codeHash: context.codeHash,
    split: context.split,
    method: methodOf(contest),
    limits: LIMITS,
    metrics,
    tables: [
      ...ALL_AIMS.map((aim) => scenarioTable(contest, seen, aim)),
      overallTable(contest, seen),
      settingsTable(contest, seen),
    ],
    charts: [],
  };
}

function metricsOf(
  { arena, contestants, ours }: Contest,
  seen: ReadonlyMap<string, readonly string[]>,
  aim: Aim,
): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  let ahead = 0;
  let judged = 0;
  for (const scenario of arena.attacks.keys()) {
    const rows = contestants.filter(({ rival }) => seen.get(rival.id)?.includes(scenario));
    if (rows.length === 0 || Number.isNaN(ours.scores.get(scenario)?.[aim] ?? Number.NaN)) continue;
    metrics[`rivals.${aim}.${scenario}.ours`] = scoreMetric(ours, scenario, aim);
    let bestRival = 0;
    for (const { candidates, rival } of rows) {
      const best = bestFor(candidates, scenario, aim);
      if (best === undefined) continue;
      metrics[`rivals.${aim}.${scenario}.${rival.id}`] = scoreMetric(best, scenario, aim);
      bestRival = Math.max(bestRival, best.scores.get(scenario)?.[aim] ?? 0);
    }
    judged += 1;
    if ((ours.scores.get(scenario)?.[aim] ?? 0) >= bestRival - TIE) ahead += 1;
  }
  metrics[`rivals.ahead.${aim}`] = metricOf(wilson(ahead, judged), {
    unit: 'ratio',
    interval: 'Wilson, over scenarios',
    // Campaigns are what is promised; of actors it is the goal, and runs of attack alone judge nobody.
    target:
      aim === 'campaignF1'
        ? { better: 'higher', floor: 1 }
        : aim === 'actorF1'
          ? { better: 'higher', goal: 1 }
          : undefined,
  });
  return metrics;
}

function scoreMetric(candidate: Candidate, scenario: string, aim: Aim): Metric {
  const verdicts = candidate.attacks.get(scenario) ?? [];
  const estimate = bootstrap(
    verdicts,
    (drawn) => scoreOf(drawn, candidate.benign)[aim],
    BOOTSTRAPS,
  );
  return metricOf(estimate, { unit: 'F1', interval: 'bootstrap over campaigns' });
}

const BOOTSTRAPS = 400;

function falseAlarmMetric(candidate: Candidate, arena: Arena): Metric {
  const estimate = poissonRate(candidate.falseAlarms, arena.benignMonths);
  return metricOf(estimate, { unit: 'per defender-month', interval: 'Poisson' });
}

/** Ours beside each rival at the setting that suits the scenario best. */
function scenarioTable(
  { arena, contestants, ours }: Contest,
  seen: ReadonlyMap<string, readonly string[]>,
  aim: Aim,
): SectionTable {
  const rows = [...arena.attacks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, runs]) => {
      const cell = (one: Candidate | undefined) => (one === undefined ? '–' : shown(one, id, aim));
      const rivals = contestants.map(({ candidates, rival }) =>
        seen.get(rival.id)?.includes(id) ? cell(bestFor(candidates, id, aim)) : 'cannot see it',
      );
      const values = contestants
        .filter(({ rival }) => seen.get(rival.id)?.includes(id))
        .map(({ candidates }) => bestFor(candidates, id, aim)?.scores.get(id)?.[aim] ?? 0);
      const own = ours.scores.get(id)?.[aim] ?? 0;
      const top = Math.max(0, ...values);
      const standing = standingOf(own, values.length === 0 ? undefined : top);
      return [
        `${id} ${runs[0]?.title ?? ''}`,
        String(runs.length),
        cell(ours),
        ...rivals,
        standing,
      ];
    });
  return {
    title: `${AIMS[aim]}: F1 (precision / recall), each rival at its best setting for each scenario`,
    head: ['scenario', 'runs', 'ours', ...contestants.map(({ rival }) => rival.title), 'ours is'],
    rows,
  };
}

function standingOf(own: number, top: number | undefined): string {
  if (Number.isNaN(own)) return 'nobody to find';
  if (top === undefined) return 'alone';
  if (own > top + TIE) return 'ahead';
  return own >= top - TIE ? 'level' : 'behind';
}

function shown(candidate: Candidate, scenario: string, aim: Aim): string {
  const score = candidate.scores.get(scenario);
  if (score === undefined) return '–';
  const precision = {
    campaignF1: score.precision,
    actorF1: score.actorPrecision,
    aloneF1: score.alonePrecision,
  }[aim];
  const pair = [precision, aim === 'campaignF1' ? score.recall : score.actorRecall];
  return `${two(score[aim])} (${pair.map(two).join(' / ')})`;
}

/** One setting for everything, as somebody would have to run it. */
function overallTable(
  { arena, contestants, ours }: Contest,
  seen: ReadonlyMap<string, readonly string[]>,
): SectionTable {
  const rows = ALL_AIMS.flatMap((aim) =>
    contestants.flatMap(({ candidates, rival }) => {
      const scenarios = seen.get(rival.id) ?? [];
      const best = bestOverall(candidates, scenarios, aim);
      if (best === undefined) return [];
      return [
        [
          rival.title,
          AIMS[aim],
          String(scenarios.length),
          two(meanScore(ours, scenarios, aim)),
          two(meanScore(best, scenarios, aim)),
          two(ours.falsePerMonth),
          two(best.falsePerMonth),
          `${ours.falseAlarms} / ${arena.benign.length}`,
          `${best.falseAlarms} / ${arena.benign.length}`,
          best.setting,
        ],
      ];
    }),
  );
  return {
    title: 'One setting for everything: mean F1 over the scenarios that the rival can see',
    head: [
      'rival',
      'tuned for',
      'scenarios',
      'ours, F1',
      'rival, F1',
      'ours, false alarms per defender-month',
      'rival, false alarms per defender-month',
      'ours, benign runs with an alarm',
      'rival, benign runs with an alarm',
      'setting',
    ],
    rows,
  };
}

function settingsTable(
  { arena, contestants }: Contest,
  seen: ReadonlyMap<string, readonly string[]>,
): SectionTable {
  const rows = [...arena.attacks.keys()].sort().flatMap((scenario) =>
    contestants.flatMap(({ candidates, rival }) => {
      if (!seen.get(rival.id)?.includes(scenario)) return [];
      const setting = (aim: Aim) => bestFor(candidates, scenario, aim)?.setting ?? '–';
      return [[scenario, rival.title, ...ALL_AIMS.map(setting)]];
    }),
  );
  return {
    title: 'The setting that suited each rival best',
    head: ['scenario', 'rival', ...Object.values(AIMS)],
    rows,
  };
}

function methodOf({ arena, contestants, events, runs }: Contest): readonly string[] {
  const attacks = [...arena.attacks.values()].reduce((sum, of) => sum + of.length, 0);
  const settings = contestants.map(
    ({ candidates, rival }) => `${rival.title} ${candidates.length}`,
  );
  return [
    `${runs.length} runs with ${events} events: ${attacks} attacks and ${arena.benign.length} benign windows (look-alikes, and months with two look-alikes in them), ${arena.benignMonths.toFixed(0)} benign defender-months.`,
    'Everybody gets the same streams; rivals get the acts of others towards the defender, and what they cannot read is left out for them.',
    `${TOOLKIT.package} ${TOOLKIT.version} runs as its own program out of an environment of its own: preprocess, then compute for five networks, windows of a minute, an hour and a day, and two similarities; edges are read from its database. Weights and component sizes are chosen afterwards, which gives what its options give.`,
    'In its favour: defenders lie apart in time, so that nobody is tied across defenders by chance; messages without a link get a link of their own, as the program would tie them all by the empty one; it may look at the whole stream after the fact.',
    'The fixed-rate rule counts accounts within 5 minutes to a day at one defender: all acts, speech, speech that the classifier called hostile, or reports.',
    'The one-minute rule ties accounts that write the same text or repost the same post within 60 seconds, one to ten times.',
    `Each rival is judged at every setting and threshold of its grid (${settings.join(', ')}) on these very runs, and shown at its best: for each scenario, and as one setting for everything. Ours runs under the one policy file.`,
    `A rival finds a campaign when it flags one attacker of it, at any time; ours when it reaches guard. Precision is at one attack window to ${BENIGN_PER_ATTACK} benign ones.`,
    'Actors are accounts; ours are those listed with a posterior of 0.8 in a campaign that reached guard. Their precision counts the innocent accounts that are flagged in the benign windows. In attack runs alone, where most who act are attackers, a rule that flags everybody looks good: that table is shown too.',
    'A rival can see a scenario when it reads acts of at least three attackers in its middle run.',
  ];
}

const LIMITS: readonly string[] = [
  'The streams are synthetic; a rival may do better or worse on real ones.',
  'Best settings are chosen on the runs that they are judged on, which flatters rivals and not ours.',
  'The toolkit has no notion of a target, of hostility or of an account; it was not made to tell attacks from solidarity.',
  'Delay is not compared: the toolkit works on stored data.',
];

function two(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(2);
}

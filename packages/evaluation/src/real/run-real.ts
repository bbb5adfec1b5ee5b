import { loadDetectionPolicy, loadStagePolicy } from '@hrd-shield/policy';
import { poissonRate } from '../metrics/intervals.ts';
import { metricOf } from '../metrics/judge.ts';
import type { EvalSection, Metric, SectionContext } from '../section.ts';
import {
  type Found,
  type FoundByReading,
  injectAndDetect,
  READINGS,
  type Reading,
  readMobilisations,
} from './inject-campaigns.ts';
import { keepResult } from './keep-result.ts';
import { readLabelledSets } from './labelled-texts.ts';
import {
  type ElectionAlarms,
  electionAlarms,
  OWNERS,
  readElection,
  simpleRules,
} from './play-election.ts';
import { injectionMetrics, textMetrics } from './real-metrics.ts';
import { electionTables, injectionTable, textTables } from './real-tables.ts';
import { scoreTexts } from './score-texts.ts';
import { scoreThreats } from './score-threats.ts';

export interface RealOptions {
  /** Folder that holds the data sets. */
  readonly dataFolder: string;
}

/** Shares of made-up hostile verdicts: how far the silence carries. */
const HOSTILE_RATIOS = [0, 0.1, 0.3, 0.5] as const;
/** Mobilisations that are injected under each reading. */
const INJECTED = 90;
const INJECTED_QUICK = 12;

/**
 * Real data: false alarms on an election, injected mobilisations with their real timing, and texts
 * that people have judged.
 * @throws ShieldError `input.bad-file` when a data set is not in the folder
 */
export async function runReal(context: SectionContext, options: RealOptions): Promise<EvalSection> {
  const begunAt = context.now();
  const policy = loadDetectionPolicy();
  const { say } = context;
  say('real: posts of an election');
  const traffic = await readElection(options.dataFolder);
  const alarms: ElectionAlarms[] = [];
  for (const ratio of context.quick ? HOSTILE_RATIOS.slice(0, 1) : HOSTILE_RATIOS) {
    const name = `election-${ratio}`;
    alarms.push(await keepResult(context, name, () => electionAlarms(traffic, policy, ratio)));
    say(`real: election with ${ratio * 100} % made-up hostile verdicts done`);
  }
  const rules = simpleRules(traffic);
  const found = await injectAll(context, options.dataFolder);
  const sets = await readLabelledSets(options.dataFolder);
  say('real: texts that people have judged');
  const texts = sets.map((set) => scoreTexts(set, policy));
  const threats = sets.flatMap((set) => scoreThreats(set, policy) ?? []);
  const plain = alarms[0]?.guard ?? 0;
  const falseAlarms: Record<string, Metric> = {
    'real.election.falseGuards': metricOf(poissonRate(plain, traffic.months), {
      unit: 'per defender-month',
      interval: 'Poisson',
      target: { better: 'lower', floor: 0.1, goal: 0.03 },
    }),
  };
  return {
    id: 'real',
    title: 'Real data',
    ranAt: new Date(context.now()).toISOString(),
    seconds: (context.now() - begunAt) / 1_000,
    policyHash: context.policyHash,
    codeHash: context.codeHash,
    split: 'real-data',
    method: METHOD,
    limits: LIMITS,
    metrics: { ...falseAlarms, ...injectionMetrics(found), ...textMetrics(texts, threats) },
    tables: [
      ...electionTables(traffic, alarms, rules),
      injectionTable(found),
      ...textTables(texts, threats, policy.lexicons),
    ],
    charts: [],
  };
}

async function injectAll(context: SectionContext, dataFolder: string): Promise<FoundByReading> {
  const policies = { policy: loadDetectionPolicy(), stages: loadStagePolicy() };
  const all = await readMobilisations(dataFolder);
  const wanted = context.quick ? INJECTED_QUICK : INJECTED;
  const stride = Math.max(1, Math.floor(all.length / wanted));
  const chosen = all.filter((_, i) => i % stride === 0).slice(0, wanted);
  const found = new Map<Reading, readonly Found[]>();
  for (const reading of Object.keys(READINGS) as Reading[]) {
    const name = `mobilisations-${chosen.length}-${reading}`;
    const rows = await keepResult(context, name, async () => {
      const each: Found[] = [];
      for (const [i, mobilisation] of chosen.entries()) {
        each.push(await injectAndDetect(mobilisation, i, reading, policies));
      }
      return each;
    });
    found.set(reading, rows);
    context.say(`real: ${rows.length} mobilisations injected as ${READINGS[reading]}`);
  }
  return found;
}

const METHOD: readonly string[] = [
  `Election: 194,326 posts of parties, media and supporters on two platforms (german_elections of CooRTweet, MIT); the owners of the ${OWNERS} most-shared domains count as designated, and sharing a link of theirs is an act towards them. The same traffic is run again with made-up hostile verdicts on a random share of the acts, which the data do not have.`,
  'Mobilisation: reposts of one object by at least eight accounts (russian_coord_tweets of CooRTweet, MIT), the first three days of each, with their own second timestamps and accounts, put into two weeks of synthetic ordinary life of one defender. The data name neither words nor target, so several readings are shown.',
  'Texts: EDOS (CC0 / CC BY 4.0), Uli (CC BY 4.0, question one, majority of annotators) and misogyny threads (MIT), judged as the engine judges where no classifier has spoken: by the words of the context pack alone. Flagged is what it calls adverse.',
  'Threats: each text is played as a stranger’s answer to somebody of whom nothing is known; noticed is what D10 keeps.',
];

const LIMITS: readonly string[] = [
  'In the election no text or verdict is known, and a rule keeps everything below guard where neither hostility nor another harm is seen: the first line speaks for volume, timing and sharing alone. The lines with made-up verdicts show what that rule is worth.',
  'The mobilisation is pro-government coordination of unknown authenticity; whether anybody was attacked is not known, accounts have no age, device or relation, and the words are ours.',
  'The texts are posts about groups more than at persons; stance towards one person is another question than sexism. Sets outside English and Hindi are not there: packs for other languages are not measured on real texts.',
  'Hanley-McNeil intervals of the area treat texts as independent; texts of one thread are not.',
];

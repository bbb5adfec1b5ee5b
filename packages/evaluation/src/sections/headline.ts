import { drawSplit, HELD_OUT_SEED_FIRST, type SplitName } from '@hrd-shield/world';
import type { RunRecord } from '../run/run-record.ts';
import type { EvalSection } from '../section.ts';
import { actorsPart } from './actors.ts';
import { calibrationPart } from './calibration.ts';
import { delaysPart } from './delays.ts';
import { directHarmPart } from './direct-harm.ts';
import { explanationPart } from './explanations.ts';
import { fairnessPart } from './fairness.ts';
import { falseAlarmPart } from './false-alarms.ts';
import { heldOutPart } from './held-out.ts';
import { lookAlikePart } from './look-alikes.ts';
import { operatingCurvePart } from './operating-curve.ts';
import type { Part } from './part.ts';
import { recallPart } from './recall.ts';
import { robustnessPart } from './robustness.ts';

const PARTS: readonly ((records: readonly RunRecord[]) => Part)[] = [
  recallPart,
  falseAlarmPart,
  lookAlikePart,
  directHarmPart,
  actorsPart,
  delaysPart,
  calibrationPart,
  robustnessPart,
  fairnessPart,
  heldOutPart,
  operatingCurvePart,
  explanationPart,
];

/** What is not measured here, whoever reads the numbers. */
const LIMITS: readonly string[] = [
  'Every stream is synthetic: attacks and look-alikes are as their generators make them, and real ' +
    'ones differ in ways that nobody here thought of.',
  'Classifier verdicts are simulated with noise; a platform whose classifier errs in another way ' +
    'gets other numbers.',
  'Defenders are independent of each other except where a scenario touches several.',
  'Benign months hold two look-alikes each, and no attack by chance.',
  'Throughput, latency and memory are measured by `npm run bench`; that a replay gives the same ' +
    'bytes is held by tests of the engine and of the services.',
];

/** What a run of the proof was. */
export interface HeadlineRun
  extends Pick<EvalSection, 'codeHash' | 'policyHash' | 'ranAt' | 'seconds'> {
  readonly split: SplitName;
  /** Runs that the plan has; fewer may have been played. */
  readonly planned?: number;
  /** First seed of the held-out block. */
  readonly seedFirst?: number;
}

/** All headline metrics of a set of runs, as one section. */
export function headlineSection(records: readonly RunRecord[], run: HeadlineRun): EvalSection {
  const { planned = records.length, seedFirst = HELD_OUT_SEED_FIRST, ...about } = run;
  const parts = PARTS.map((part) => part(records));
  const split = drawSplit();
  const left = planned - records.length;
  return {
    id: 'headline',
    title: 'Headline metrics',
    ...about,
    method: [
      `${records.length} runs of the ${about.split} split (${split.seed}); ` +
        (about.split === 'tuning'
          ? 'seeds 0 to 999, without the held-out kinds and regions.'
          : `seeds from ${seedFirst}, which nobody saw before this code and this policy, with the ` +
            `held-out kinds ${split.heldOutKinds.join(', ')}.`),
      ...(left > 0 ? [`${left} of ${planned} planned runs were not played in time.`] : []),
      'Every event passes the screening of the service: schema, key, consent, time, pseudonyms. ' +
        'What it drops, detection never sees.',
      ...parts.flatMap((part) => part.method ?? []),
    ],
    limits: LIMITS,
    metrics: Object.assign({}, ...parts.map((part) => part.metrics)),
    tables: parts.flatMap((part) => part.tables ?? []),
    charts: parts.flatMap((part) => part.charts ?? []),
  };
}

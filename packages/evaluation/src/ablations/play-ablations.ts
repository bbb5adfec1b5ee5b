import { DETECTOR_IDS } from '@hrd-shield/domain';
import type { RunPolicies } from '../run/fold-stream.ts';
import type { RunRecord } from '../run/run-record.ts';
import { openTrail } from '../run/trail.ts';

/** Something that detection could do without, or do in a simpler way; it is played anew. */
export interface PlayAblation {
  readonly name: string;
  readonly says: string;
  readonly change: (policies: RunPolicies) => RunPolicies;
}

/** So strong that nothing is learnt, and so wide that counts are Poisson's. */
const NEVER_LEARNS = 1e9;
const NO_SPREAD = 1e6;
const NEVER_POPULAR = 1e9;
/** No text contains more than itself. */
const NEVER_QUOTES = 1.01;

/** What is taken out before playing, one at a time; each says in `says` what a reader sees. */
export const PLAY_ABLATIONS: readonly PlayAblation[] = [
  {
    name: 'fixed-threshold',
    says: 'one fixed rate for everybody instead of each defender’s own baseline',
    change: ({ policy, stages }) => ({
      stages,
      policy: {
        ...policy,
        baseline: { ...policy.baseline, priorEvents: NEVER_LEARNS, dispersion: NO_SPREAD },
      },
    }),
  },
  {
    name: 'null-model',
    says: 'no null model: who met often enough is a crew, however popular the place',
    change: ({ policy, stages }) => ({
      policy: {
        ...policy,
        detectors: { ...policy.detectors, D4: { ...policy.detectors.D4, qMax: 1 } },
      },
      stages: { ...stages, crew: { ...stages.crew, qMax: 1 } },
    }),
  },
  {
    name: 'quotes-of-the-defender',
    says: 'quotes of the defender’s own words count as copied text',
    change: ({ policy, stages }) => ({
      stages,
      policy: {
        ...policy,
        nearDuplicate: { ...policy.nearDuplicate, quoteContainmentMin: NEVER_QUOTES },
      },
    }),
  },
  {
    name: 'popularity',
    says: 'what the whole platform repeats counts like anything else',
    change: ({ policy, stages }) => ({
      policy,
      stages: { ...stages, spread: { ...stages.spread, popularTargets: NEVER_POPULAR } },
    }),
  },
  {
    name: 'lexicons',
    says: 'no words of any language: only what classifiers say',
    change: ({ policy, stages }) => ({ stages, policy: { ...policy, lexicons: [] } }),
  },
  ...DETECTOR_IDS.map(
    (id): PlayAblation => ({
      name: id,
      says: `without detector ${id}`,
      change: ({ policy, stages }) => ({
        stages,
        policy: { ...policy, active: policy.active.filter((other) => other !== id) },
      }),
    }),
  ),
];

/**
 * Detectors that have a say in the stored evidence of a run, a name each. Without any other detector
 * the run would be the same again.
 */
export function detectorsIn({ trail }: RunRecord): ReadonlySet<string> {
  const looks = trail === undefined ? [] : openTrail(trail);
  return new Set(looks.flatMap(({ evidence }) => evidence.items.map(({ detector }) => detector)));
}

/** The rules without a part; unchanged where nobody knows the name. */
export function withoutPart(policies: RunPolicies, name: string): RunPolicies {
  const ablation = PLAY_ABLATIONS.find((one) => one.name === name);
  return ablation === undefined ? policies : ablation.change(policies);
}

import type { Detector, Evidence, Finding } from '../finding.ts';
import { cohortEvidence } from '../fusion/cohort-evidence.ts';
import { WAY_TEMPLATE } from '../fusion/shared-evidence.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { DripAct } from '../state/drip-memory.ts';
import { fromLean } from '../state/recent-events.ts';
import type { DefenderState } from '../state/state.ts';
import { along } from '../statistics/curve.ts';
import { knownShare, voiceLeaning } from '../statistics/member-statistics.ts';
import { sinceLastZero } from '../statistics/stranger-sum.ts';

const EVIDENCE_MAX = 16;

/**
 * Slow drip: hostile speech of ever new accounts that stays a little above the usual for days. Running
 * sums see a raised rate that no window sees, and newcomers who look sent one after the other; only
 * accounts that belong together, that come back, or that mostly came by no visible way confirm it,
 * and what they say must lean to abuse. A long-running critic is one actor and never a drip.
 *
 * @source detection notes, section 2 and section 3, D2
 */
export const slowDrip: Detector = {
  id: 'D2',
  threat: 'slow-drip',
  inputs: ['kind', 'at', 'actor.relation', 'actor.createdAt', 'verdicts', 'text'],
  memoryBytes: 2688,
  cost: 'O(1) an hour for the sums, O(40) for the actors when one alarms',
  find: findSlowDrip,
};

function findSlowDrip(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D2;
  const { acts, height } = strongestSum(state, policy);
  if (acts.length < rules.actorsMin || height < rules.heightMin) return undefined;
  const missing: string[] = [];
  const leanings = acts.map((act) => voiceLeaning(fromLean(act.lean), policy));
  // Shrunk as for a crowd of the day: forty voices must not lean by chance.
  const noise = Math.sqrt(Math.max(1, leanings.length / policy.hostility.voicesFull));
  const leaning = leanings.reduce((sum, each) => sum + each, 0) / noise;
  if (leaning < rules.leaningMin) return undefined;
  const exposure = exposureOf(acts, policy);
  const confirmed = confirmation(acts, height, policy, missing);
  const isSent = (exposure[0]?.weight ?? 0) >= rules.exposureAlone;
  if (confirmed.length === 0 && !(isSent && leaning >= policy.hostility.gateMin)) return undefined;
  return {
    detector: 'D2',
    threat: 'slow-drip',
    directHarm: false,
    nonSpeech: false,
    actors: new Set(acts.map((act) => act.actor)),
    overWeeks: {
      leaning,
      evidence: [
        {
          family: 'hostility',
          template: 'hostility.share',
          value: leanings.filter((each) => each > 0).length / leanings.length,
          weight: along(policy.hostility.leaning, leaning),
        },
        ...exposure,
      ],
    },
    events: acts,
    fingerprints: [],
    marked: new Set(),
    evidence: [
      {
        family: 'volume',
        template: 'drip.raised-rate',
        value: acts.length,
        weight: along(rules.sum, height),
        events: acts.slice(-EVIDENCE_MAX).map((act) => act.ref),
      },
      ...confirmed,
    ],
    benign: [],
    missing,
  };
}

interface RaisedSum {
  /** The sum over its alarm; 1 is the alarm. */
  readonly height: number;
  /** Whom it is about. */
  readonly acts: readonly DripAct[];
}

/**
 * The highest of the sums. A raised rate is about all newcomers of two weeks; newcomers who look
 * sent are those since the drip began, so that the public of the days before does not hide them.
 */
function strongestSum({ drip, clock }: DefenderState, policy: DetectionPolicy): RaisedSum {
  const rules = policy.detectors.D2;
  const cold = clock.nowMs - clock.firstAt < policy.baseline.coldStartMs;
  const factor = cold ? policy.baseline.coldStartFactor : 1;
  const rates = Math.max(drip.hourly / rules.hourlyAlarm, drip.daily / rules.dailyAlarm) / factor;
  const strangers = drip.strangers / rules.strangersAlarm;
  const sent = strangers >= rates ? sinceLastZero(drip.acts, policy) : [];
  if (sent.length >= rules.actorsMin) return { height: strangers, acts: sent };
  return { height: Math.max(rates, strangers), acts: drip.acts };
}

/** Evidence that the accounts belong together or come back; none: a mood, not a campaign. */
function confirmation(
  acts: readonly DripAct[],
  height: number,
  policy: DetectionPolicy,
  missing: string[],
): Evidence[] {
  const rules = policy.detectors.D2;
  const cohort = cohortEvidence(acts, policy, missing);
  const least = height >= 1 ? rules.cohortMin : rules.cohortAlone;
  const returning = acts.filter((act) => act.returning).length;
  const share = returning / acts.length;
  const found: Evidence[] = cohort.some((item) => item.weight >= least) ? cohort : [];
  if (height < 1 || returning < rules.returningMin) return found;
  const weight = along(policy.recurrence.share, share);
  return [
    ...found,
    { family: 'recurrence', template: 'recurrence.returning-actors', value: share, weight },
  ];
}

function exposureOf(acts: readonly DripAct[], policy: DetectionPolicy): Evidence[] {
  const { share, known } = knownShare(acts, 'exposed');
  if (known < policy.exposure.knownMin) return [];
  const weight = along(policy.exposure.share, share);
  return [{ family: 'exposure', template: WAY_TEMPLATE, value: share, known, weight }];
}

import type { Detector, Evidence, Finding } from '../finding.ts';
import { cohortEvidence } from '../fusion/cohort-evidence.ts';
import { WAY_TEMPLATE } from '../fusion/shared-evidence.ts';
import type { DetectionPolicy } from '../policy.ts';
import { NO } from '../state/actor-table.ts';
import { type DripAct, dripActs } from '../state/drip-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { along } from '../statistics/curve.ts';
import { keptLeaning, knownShare } from '../statistics/member-statistics.ts';
import { sinceLastZero } from '../statistics/stranger-sum.ts';

const EVIDENCE_MAX = 16;

/**
 * Slow drip: hostile speech of ever new accounts that stays a little above the usual for days. Running
 * sums see a raised rate that no window sees, and newcomers who look sent one after the other; only
 * accounts that belong together, that come back, or that mostly came by no visible way confirm it,
 * and what they say must lean to abuse. A long-running critic is one actor and never a drip. Where a
 * page is busy and only a part of its newcomers is sent, those of no visible way are looked at alone:
 * then the way says nothing more, and words and a cohort must both be strong.
 *
 * @source detection notes, section 2 and section 3, D2
 */
export const slowDrip: Detector = {
  id: 'D2',
  threat: 'slow-drip',
  inputs: ['kind', 'at', 'actor.relation', 'actor.createdAt', 'verdicts', 'text'],
  memoryBytes: 4320,
  cost: 'O(1) an hour and a newcomer for the sums, O(64) for the actors when one alarms',
  find: findSlowDrip,
};

function findSlowDrip(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const all = findAgain(strongestSum(state, policy), policy);
  // Where the newcomers together look sent they speak for themselves.
  if (all?.overWeeks?.evidence.some(({ family, weight }) => family === 'exposure' && weight > 0)) {
    return all;
  }
  return findAgain(hiddenSum(state, policy), policy) ?? all;
}

interface Found {
  readonly height: number;
  readonly picked: boolean;
  readonly policy: DetectionPolicy;
  readonly finding: Finding | undefined;
}

/** What was found last of some acts, which never change. A drip is open for weeks, and mostly still. */
const found = new WeakMap<readonly DripAct[], Found>();

/** The same finding as at the last look while the sum is as high and about the same acts. */
function findAgain(sum: RaisedSum, policy: DetectionPolicy): Finding | undefined {
  const { acts, height, picked } = sum;
  const { actorsMin, heightMin } = policy.detectors.D2;
  if (acts.length < actorsMin || height < heightMin) return undefined;
  const last = found.get(acts);
  if (last?.height === height && last.picked === picked && last.policy === policy) {
    return last.finding;
  }
  const finding = findIn(sum, policy);
  found.set(acts, { height, picked, policy, finding });
  return finding;
}

function findIn(sum: RaisedSum, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D2;
  const { acts, height, picked } = sum;
  const missing: string[] = [];
  const leanings = acts.map((act) => keptLeaning(act.lean, policy));
  const leaning = leaningOf(leanings, policy);
  if (leaning < (picked ? policy.hostility.gateMin : rules.leaningMin)) return undefined;
  // Whoever was picked by their way is not shown to be sent by it once more.
  const exposure = picked ? [] : exposureOf(acts, policy);
  const confirmed = confirmation(sum, policy, missing);
  const isSent = (exposure[0]?.weight ?? 0) >= rules.exposureAlone;
  if (confirmed.length === 0 && !(isSent && leaning >= policy.hostility.gateMin)) return undefined;
  const actors = new Set(acts.map((act) => act.actor));
  return {
    detector: 'D2',
    threat: 'slow-drip',
    directHarm: false,
    nonSpeech: false,
    actors,
    ...(picked ? { around: new Set() } : {}),
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

/** Shrunk as for a crowd of the day: forty voices must not lean by chance. */
function leaningOf(leanings: readonly number[], policy: DetectionPolicy): number {
  const noise = Math.sqrt(Math.max(1, leanings.length / policy.hostility.voicesFull));
  return leanings.reduce((sum, each) => sum + each, 0) / noise;
}

interface RaisedSum {
  /** The sum over its alarm; 1 is the alarm. */
  readonly height: number;
  /** Whom it is about. */
  readonly acts: readonly DripAct[];
  /** They were picked by their way. */
  readonly picked: boolean;
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
  const height = Math.max(rates, strangers);
  const areSent = strangers >= rates && height >= rules.heightMin;
  const sent = areSent ? sinceLastZero(drip.acts, policy) : [];
  return { height, acts: sent.length >= rules.actorsMin ? sent : drip.acts, picked: false };
}

/**
 * A drip among the public of a busy page: only a part of the newcomers is sent. Whoever came by no
 * visible way since that sum left zero is looked at; words and a cohort must speak for it.
 */
function hiddenSum({ drip }: DefenderState, policy: DetectionPolicy): RaisedSum {
  const height = drip.hidden / policy.detectors.D2.hiddenAlarm;
  if (height < 1) return { height, acts: [], picked: true };
  const sent = dripActs(drip).filter(({ at, exposed }) => exposed === NO && at >= drip.hiddenSince);
  return { height, acts: sent, picked: true };
}

/** Evidence that the accounts belong together or come back; none: a mood, not a campaign. */
function confirmation(
  { acts, height, picked }: RaisedSum,
  policy: DetectionPolicy,
  missing: string[],
): Evidence[] {
  const rules = policy.detectors.D2;
  const cohort = cohortEvidence(acts, policy, missing);
  const least = height >= 1 && !picked ? rules.cohortMin : rules.cohortAlone;
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

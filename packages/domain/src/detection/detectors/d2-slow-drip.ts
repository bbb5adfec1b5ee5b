import type { Detector, Evidence, Finding } from '../finding.ts';
import { cohortEvidence } from '../fusion/cohort-evidence.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { DripAct } from '../state/drip-memory.ts';
import type { DefenderState } from '../state/state.ts';
import { along } from '../statistics/curve.ts';
import { knownShare } from '../statistics/member-statistics.ts';

const EVIDENCE_MAX = 16;

/**
 * Slow drip: hostile speech of ever new accounts that stays a little above the usual for days. Two
 * running sums see a raised rate that no window sees; only accounts that belong together, or that
 * come back, confirm it. A long-running critic is one actor and never a drip.
 *
 * @source detection notes, section 2 and section 3, D2
 */
export const slowDrip: Detector = {
  id: 'D2',
  threat: 'slow-drip',
  inputs: ['kind', 'at', 'actor.relation', 'actor.createdAt', 'verdicts', 'text'],
  memoryBytes: 2048,
  cost: 'O(1) an hour for the sums, O(40) for the actors when one alarms',
  find: findSlowDrip,
};

function findSlowDrip(state: DefenderState, policy: DetectionPolicy): Finding | undefined {
  const rules = policy.detectors.D2;
  const { drip, clock } = state;
  const cold = clock.nowMs - clock.firstAt < policy.baseline.coldStartMs;
  const factor = cold ? policy.baseline.coldStartFactor : 1;
  const height = Math.max(drip.hourly / rules.hourlyAlarm, drip.daily / rules.dailyAlarm) / factor;
  if (height < 1 || drip.acts.length < rules.actorsMin) return undefined;
  const missing: string[] = [];
  const confirmed = confirmation(drip.acts, policy, missing);
  if (confirmed.length === 0) return undefined;
  const actors = new Set(drip.acts.map((act) => act.actor));
  return {
    detector: 'D2',
    threat: 'slow-drip',
    directHarm: false,
    nonSpeech: false,
    actors,
    events: drip.acts,
    fingerprints: [],
    marked: new Set(),
    evidence: [
      {
        family: 'volume',
        template: 'drip.raised-rate',
        value: drip.acts.length,
        weight: along(rules.sum, height),
        events: drip.acts.slice(-EVIDENCE_MAX).map((act) => act.ref),
      },
      ...confirmed,
      ...exposureOf(drip.acts, policy),
    ],
    benign: [],
    missing,
  };
}

/** Evidence that the accounts belong together or come back; none: a mood, not a campaign. */
function confirmation(
  acts: readonly DripAct[],
  policy: DetectionPolicy,
  missing: string[],
): Evidence[] {
  const rules = policy.detectors.D2;
  const cohort = cohortEvidence(acts, policy, missing);
  const returning = acts.filter((act) => act.returning).length;
  const share = returning / acts.length;
  const found: Evidence[] = cohort.some((item) => item.weight >= rules.cohortMin) ? cohort : [];
  if (returning < rules.returningMin) return found;
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
  return [{ family: 'exposure', template: 'exposure.share', value: share, weight }];
}

import { type DetectionPolicy, weighEvidence } from '@hrd-shield/domain';
import type { RunRecord } from '../run/run-record.ts';
import { openTrail } from '../run/trail.ts';
import type { WeighAblation } from './weigh-ablations.ts';

/** What a run comes to when its stored evidence is weighed again. */
export interface Reweighed {
  /** Guard or above, in time where the run is an attack. */
  readonly guarded: boolean;
  /** Campaigns at guard or above. */
  readonly alarms: number;
}

/**
 * Weighs stored evidence again. What detectors remember under the changed rules is not played again:
 * a tier that is reached later or not at all does not change what a baseline learnt meanwhile.
 */
export function reweigh(
  record: RunRecord,
  policy: DetectionPolicy,
  ablation: WeighAblation,
): Reweighed {
  if (record.trail === undefined) return { guarded: false, alarms: 0 };
  const changed = ablation.policy(policy);
  const least = changed.fusion.tiers.guard.enter;
  const { endsAt, firstHostileAt } = record;
  const campaigns = new Set<string>();
  for (const { at, campaign, defender, evidence } of openTrail(record.trail)) {
    if (firstHostileAt !== undefined && (at < firstHostileAt || at > endsAt)) continue;
    const { score } = weighEvidence(ablation.evidence(evidence), changed);
    if (score >= least) campaigns.add(`${defender}/${campaign}`);
  }
  return { guarded: campaigns.size > 0, alarms: campaigns.size };
}

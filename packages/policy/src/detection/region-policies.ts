import type { CrisisWindow } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';
import type { Region } from '../regions/index.ts';
import { changedRules } from './changed-rules.ts';
import { crisisPolicies } from './crisis-policies.ts';

/** The rules of each region, complete: the usual ones with its thresholds, and its crises on them. */
export function regionPolicies(
  usual: DetectionPolicy,
  regions: readonly Region[],
  crises: readonly CrisisWindow[],
): DetectionPolicy['regions'] {
  return regions.map(({ countries, detection, id }) => {
    const local = changedRules(usual, detection, `regions/${id}`);
    return { countries, policy: { ...local, windows: crisisPolicies(local, crises) } };
  });
}

import type { CrisisWindow } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';
import { changedRules } from './changed-rules.ts';

/** The rules of each declared crisis, complete: the usual ones with its thresholds and prior. */
export function crisisPolicies(
  policy: DetectionPolicy,
  crises: readonly CrisisWindow[],
): DetectionPolicy['windows'] {
  return crises
    .toSorted((a, b) => a.declaredAt - b.declaredAt || (a.id < b.id ? -1 : 1))
    .map(({ countries, detection, endsAt, id, startsAt }) => {
      const changed = changedRules(policy, detection, `crises/${id}`);
      const { fusion } = changed;
      const elevated = { ...fusion, prior: fusion.prior + fusion.elevatedRisk };
      return { startsAt, endsAt, countries, policy: { ...changed, fusion: elevated } };
    });
}

import type { RunPolicies } from './fold-stream.ts';

/**
 * Rules under which a signal comes at every step and tells everybody's posterior, so that nobody who
 * joined after the last usual signal is missing. Campaigns, scores and tiers stay as they are.
 */
export function atEveryStep({ policy, stages }: RunPolicies): RunPolicies {
  return {
    stages,
    policy: {
      ...policy,
      fusion: { ...policy.fusion, reviseAtGrowth: 0 },
      posterior: { ...policy.posterior, listMin: 0 },
    },
  };
}

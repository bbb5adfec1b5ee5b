import type { Evidence } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';

/**
 * The second reason of harm that acts alone: who did it, or what links it to the defender. It weighs
 * little, since the harm itself decides.
 *
 * @param value count of accounts, steps, pages or signs; none: no evidence
 * @source detection notes, section 4: at least two reasons for every guard
 */
export function linkedBy(template: string, value: number, policy: DetectionPolicy): Evidence {
  const weight = value > 0 ? policy.fusion.linked : 0;
  return { family: 'direct-harm', template, value, weight };
}

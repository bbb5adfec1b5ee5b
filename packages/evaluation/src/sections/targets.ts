import type { Target } from '../section.ts';

const higher = (floor: number, goal: number): Target => ({ better: 'higher', floor, goal });
const lower = (floor: number, goal: number): Target => ({ better: 'lower', floor, goal });

/**
 * What every judged metric is held against.
 * @source detection notes, 5.2, and the goals of the issue
 */
export const TARGETS = {
  'recall.medium': higher(0.9, 0.95),
  'recall.evasive': higher(0.6, 0.75),
  'precision.1to20': higher(0.9, 0.95),
  'directHarm.recall': higher(0.97, 0.99),
  'directHarm.precision': higher(0.95, 0.98),
  'actors.precision': higher(0.9, 0.95),
  'actors.recall': higher(0.7, 0.85),
  'falseGuards.perDefenderMonth': lower(0.1, 0.03),
  'falseShields.perDefenderMonth': lower(0.02, 0.005),
  'delay.burst.medianEvents': lower(15, 10),
  'delay.burst.p90Events': lower(40, 25),
  'delay.burst.medianSeconds': lower(180, 90),
  'delay.burst.p90Seconds': lower(900, 420),
  'delay.drip.medianHours': lower(48, 24),
  'delay.directHarm.p99Seconds': lower(5, 2),
  'calibration.ece': lower(0.05, 0.03),
  'calibration.brierSkill': { better: 'higher', floor: 0.5 },
  'disguise.recallDrop': lower(0.03, 0.01),
  'duplicated.recallChange': { better: 'lower', floor: 0.01 },
  'reordered.recallChange': { better: 'lower', floor: 0.01 },
  'lossy.recallChange': { better: 'lower', floor: 0.01 },
  'poisoning.recallDrop': lower(0.1, 0.05),
  'language.recallGap': lower(0.05, 0.02),
  'language.falseAlarmGap': lower(0.05, 0.02),
  'explanation.additive': { better: 'higher', floor: 1 },
  'explanation.twoReasons': { better: 'higher', floor: 1 },
  'explanation.resolvedRefs': { better: 'higher', floor: 1 },
  'heldOut.recallLoss': lower(0.15, 0.05),
} as const satisfies Readonly<Record<string, Target>>;

/** Each look-alike kind stays below guard in this share of its runs. */
export const LOOK_ALIKE_TARGET = higher(0.97, 0.99);
/**
 * Solidarity, which is the dearest to take for an attack, is held to more than other look-alikes.
 */
export const SOLIDARITY_TARGET = higher(0.99, 0.998);

/**
 * Precision of an alarm where each attack window comes with so many benign ones, from rates that
 * were measured apart: of the alarms, the share that is right.
 * @param recall share of attack windows with an alarm
 * @param falseRate alarms per benign window
 */
export function precisionAt(recall: number, falseRate: number, benignPerAttack: number): number {
  const wrong = falseRate * benignPerAttack;
  return recall + wrong === 0 ? Number.NaN : recall / (recall + wrong);
}

import type { DefenderProfile, SignalDelivery } from '@hrd-shield/contracts';
import type { MeasureConditions } from './follow-switches.ts';
import type { SignalItem } from './take-signals.ts';

/** What one update brings to the protection of a defender. */
export function deliveryOf(
  items: readonly SignalItem[],
  profile: DefenderProfile,
  conditions: Pick<MeasureConditions, 'conditionsFor'>,
): SignalDelivery {
  const signals = items.map(({ brief }) => brief);
  return { signals, profile, conditions: conditions.conditionsFor(profile) };
}

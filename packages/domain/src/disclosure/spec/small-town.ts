import type { DisclosureFact, TablePlan } from '../facts.ts';
import type { DisclosureRules } from '../rules.ts';

/** January of the year 2026. */
export const JANUARY = 24_312;

export const PUBLIC_RULES: DisclosureRules = {
  floor: { people: 10, units: 3 },
  roundTo: 5,
  periodMonths: [1, 3],
  dimensions: 3,
  sensitivePairs: [],
  barred: [{ counts: 'designations', by: 'region' }],
  kinds: 4_096,
};

/** `count` facts of as many people, from all three units in turn. */
export function factsIn(
  count: number,
  values: Readonly<Record<string, string>>,
  over: Partial<DisclosureFact> = {},
): readonly DisclosureFact[] {
  return Array.from({ length: count }, (_, at) => ({
    person: `${JSON.stringify(values)}${over.month ?? ''}${over.knownMonth ?? ''}#${at}`,
    unit: `unit-${at % 3}`,
    month: JANUARY,
    knownMonth: JANUARY,
    values,
    ...over,
  }));
}

/** Regions `north` and `south` by threats, in the first quarter, as known by its end. */
export function planOf(over: Partial<TablePlan> = {}): TablePlan {
  return {
    id: 'cases-by-region-and-threat',
    counts: 'cases',
    dimensions: { region: ['north', 'south'], threat: ['pile-on', 'doxxing'] },
    period: { from: JANUARY, to: JANUARY + 2 },
    knownBy: JANUARY + 3,
    ...over,
  };
}

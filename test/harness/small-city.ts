import type { Emitter } from '@hrd-shield/emitter';
import {
  type CampaignTruth,
  type CityDefender,
  type CityEvent,
  createCity,
  type PlannedScenario,
} from '@hrd-shield/world';

const HOUR_MS = 3_600_000;
const CITY_MS = 72 * HOUR_MS;
const SCENARIO_AT_MS = 60 * HOUR_MS;
const SLICE_EVENTS = 500;

export interface SmallCity {
  readonly defenders: readonly CityDefender[];
  readonly campaign: CampaignTruth;
  readonly events: readonly CityEvent[];
}

/** Three days of a town with one attack in it, all in the past hours of the given moment. */
export function smallCity(
  scenario: PlannedScenario['scenario'],
  options: { readonly endsAt: number; readonly seed?: number },
): SmallCity {
  const city = createCity({
    seed: options.seed ?? 7,
    startAt: options.endsAt - CITY_MS,
    durationMs: CITY_MS,
    accounts: 2_000,
    defenders: 12,
    events: 4_000,
    plan: [
      {
        campaign: 'campaign',
        scenario,
        difficulty: 'easy',
        language: 'en',
        startsAfterMs: SCENARIO_AT_MS,
        expected: 'guard',
      },
    ],
  });
  const [campaign] = city.campaigns;
  if (campaign === undefined) throw new RangeError('the town has no campaign');
  return { defenders: city.defenders, campaign, events: [...city.events()] };
}

/** The events of a town as a platform appends them, in order of event time. */
export async function play(
  events: readonly CityEvent[],
  emitter: Pick<Emitter, 'emitKnown'>,
): Promise<void> {
  for (let from = 0; from < events.length; from += SLICE_EVENTS) {
    await emitter.emitKnown(events.slice(from, from + SLICE_EVENTS));
  }
}

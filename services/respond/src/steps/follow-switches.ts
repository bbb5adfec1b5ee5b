import {
  type CrisisWindow,
  type DefenderProfile,
  type DeliveryConditions,
  MeasureSwitch,
  switchKey,
  UNKNOWN_COUNTRY,
} from '@hrd-shield/contracts';
import { dataOf, type LogReader } from '@hrd-shield/pipeline';

export interface SwitchDeps {
  readonly reader: LogReader;
  /** Every declared crisis; past ones are left out. */
  readonly crises: readonly CrisisWindow[];
  /** Wall time, epoch ms. */
  readonly now: () => number;
  readonly onRefused: () => void;
}

/** What holds beyond one defender when signals are delivered. */
export interface MeasureConditions {
  /** @returns once every stop published so far is known */
  start(): Promise<void>;
  take(next: MeasureSwitch): void;
  conditionsFor(profile: DefenderProfile): DeliveryConditions;
}

/** Bounded by measures times countries; the oldest is forgotten first. */
const MAX_SWITCHES = 10_000;

/** Follows stops of people and tripped breakers. A record that cannot be read stops nothing. */
export function createMeasureConditions(deps: SwitchDeps): MeasureConditions {
  const known = new Map<string, MeasureSwitch>();

  function take(next: MeasureSwitch): void {
    const key = switchKey(next);
    const before = known.get(key);
    if (before !== undefined && before.at > next.at) return;
    known.delete(key);
    known.set(key, next);
    const oldest = known.keys().next();
    if (known.size > MAX_SWITCHES && oldest.done === false) known.delete(oldest.value);
  }

  return {
    start: () =>
      deps.reader.start((records) => {
        for (const record of records) {
          if (record.value === null) continue;
          const next = dataOf(record, MeasureSwitch);
          if (next === undefined) deps.onRefused();
          else take(next);
        }
      }),
    take,
    conditionsFor: (profile) => {
      const now = deps.now();
      const all = [...known.values()];
      const tripped = all.filter(
        ({ country, state, until }) =>
          state === 'tripped' &&
          (until ?? 0) > now &&
          (country === undefined || country === (profile.country ?? UNKNOWN_COUNTRY)),
      );
      return {
        stopped: namesOf(all.filter(({ state }) => state === 'stopped')),
        tripped: namesOf(tripped),
        crises: deps.crises.filter(({ endsAt }) => endsAt > now),
      };
    },
  };
}

function namesOf(switches: readonly MeasureSwitch[]): readonly string[] {
  return [...new Set<string>(switches.map(({ measure }) => measure))].sort();
}

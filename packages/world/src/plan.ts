import type { CatalogueId } from './catalogue/catalogue.ts';
import type { Shape } from './catalogue/define-scenario.ts';
import type { Language } from './population.ts';
import { type Difficulty, EVASIVE_CREW, pileOn } from './presets.ts';
import type { Expectation } from './truth.ts';

const HOUR_MS = 3_600_000;

/** One scenario instance of a city: what, on whom, when. */
export interface PlannedScenario {
  readonly campaign: string;
  readonly scenario: CatalogueId;
  readonly difficulty: Difficulty;
  /** Parameters other than the preset. */
  readonly shape?: Shape;
  readonly language: Language;
  /** From the city's start. */
  readonly startsAfterMs: number;
  readonly expected: Expectation;
  /** The defender withdraws consent this long before the scenario starts. */
  readonly withdrawnBeforeMs?: number;
}

/** How long the demo's city lives: two days of ordinary life before most scenarios. */
export const CITY_DURATION_MS = 72 * HOUR_MS;

/** A drip that fits into three days: nine accounts in all, nothing in common. */
const DRIP_DAYS = 2.6;
const SHORT_DRIP: Shape = {
  ...pileOn,
  ...EVASIVE_CREW,
  actorsPerDay: 9 / DRIP_DAYS,
  days: DRIP_DAYS,
  freshRatio: 0,
  postsPerActor: 1,
  onset: 'even',
};

/**
 * The demo's plan: four kinds of attack in four scripts, six look-alikes, one attack known to stay
 * below guard, and one on somebody who withdrew consent an hour before.
 */
export const DEMO_PLAN: readonly PlannedScenario[] = [
  {
    ...planned('A07', 'A07', { at: 4, language: 'ru', expected: 'missed', difficulty: 'evasive' }),
    shape: SHORT_DRIP,
  },
  planned('B16', 'B16', { at: 40, language: 'en', expected: 'below-guard' }),
  planned('B01', 'B01', { at: 43, language: 'ar', expected: 'below-guard' }),
  planned('A01', 'A01', { at: 45, language: 'en', expected: 'guard' }),
  planned('B05', 'B05', { at: 47, language: 'ru', expected: 'below-guard' }),
  planned('A22', 'A22', { at: 49, language: 'hi', expected: 'guard' }),
  planned('A03', 'A03', { at: 50, language: 'ar', expected: 'guard' }),
  {
    ...planned('A01-withdrawn', 'A01', { at: 53, language: 'en', expected: 'nothing' }),
    withdrawnBeforeMs: HOUR_MS,
  },
  planned('B02', 'B02', { at: 54, language: 'hi', expected: 'below-guard' }),
  planned('A15', 'A15', { at: 56, language: 'en', expected: 'guard' }),
  planned('B17', 'B17', { at: 57, language: 'ru', expected: 'below-guard' }),
  planned('B04', 'B04', { at: 59, language: 'en', expected: 'below-guard' }),
  planned('A01-hi', 'A01', { at: 61, language: 'hi', expected: 'guard' }),
  planned('A03-ru', 'A03', { at: 62, language: 'ru', expected: 'guard' }),
  planned('A15-ar', 'A15', { at: 64, language: 'ar', expected: 'guard' }),
  planned('A22-ru', 'A22', { at: 66, language: 'ru', expected: 'guard' }),
];

function planned(
  campaign: string,
  scenario: CatalogueId,
  of: {
    readonly at: number;
    readonly language: Language;
    readonly expected: Expectation;
    readonly difficulty?: Difficulty;
  },
): PlannedScenario {
  const { at, difficulty = 'medium', expected, language } = of;
  return { campaign, scenario, difficulty, language, startsAfterMs: at * HOUR_MS, expected };
}

export { type City, type CityOptions, createCity } from './city.ts';
export { CITY_DURATION_MS, DEMO_PLAN, type PlannedScenario } from './plan.ts';
export { DIFFICULTIES, type Difficulty, PRESETS, type ScenarioId } from './presets.ts';
export { createRandom, type Random } from './random.ts';
export { SCENARIOS } from './scenarios/catalogue.ts';
export { TEXTS, type TextPools } from './texts/text-pools.ts';
export type {
  CampaignTruth,
  CityDefender,
  CityEvent,
  EventTruth,
  Expectation,
  Role,
  Withdrawal,
} from './truth.ts';
export { VERDICT_NOISE, type VerdictMode } from './verdicts.ts';

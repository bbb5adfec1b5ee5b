export { CATALOGUE, CATALOGUE_IDS, type CatalogueId } from './catalogue/catalogue.ts';
export type { CatalogueEntry, Play, Range, Shape } from './catalogue/define-scenario.ts';
export { drawShape, type HeldRegion, type ShapeDraw } from './catalogue/draw-shape.ts';
export { type MixPart, mixOf } from './catalogue/mix.ts';
export { drawMix, MIXES } from './catalogue/mixes.ts';
export { type City, type CityOptions, createCity } from './city.ts';
export { createEpisode, createPeople, type Episode, type EpisodeOptions } from './episode.ts';
export { type PrivateFacts, privateFactsOf } from './persons.ts';
export { CITY_DURATION_MS, DEMO_PLAN, type PlannedScenario } from './plan.ts';
export { LANGUAGES, type Language } from './population.ts';
export { DIFFICULTIES, type Difficulty } from './presets.ts';
export { createRandom, type Random, sample } from './random.ts';
export {
  drawSplit,
  HELD_OUT_SEED_FIRST,
  isInSplit,
  type Split,
  type SplitName,
  splitOf,
  splitShape,
  TUNING_SEEDS,
} from './splits.ts';
export { TEXTS, type TextPools } from './texts/text-pools.ts';
export type {
  CampaignTruth,
  CityDefender,
  CityEvent,
  EventTruth,
  Expectation,
  Role,
  StreamedEvent,
  Withdrawal,
} from './truth.ts';
export { VERDICT_NOISE, type VerdictMode } from './verdicts.ts';

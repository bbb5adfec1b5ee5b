import { invariant } from '@hrd-shield/contracts';
import type { CatalogueEntry, Shape } from './catalogue/define-scenario.ts';
import type { CrewSource } from './crew.ts';
import { homeOf } from './home.ts';
import { defenderLife } from './organic/defender-life.ts';
import { createPopulation, EVEN_LANGUAGES, type Language, type Population } from './population.ts';
import type { Difficulty } from './presets.ts';
import { createRandom, lognormal, type Random, sample } from './random.ts';
import type { Stage } from './scenarios/scenario.ts';
import type { CampaignTruth, CityEvent, StreamedEvent } from './truth.ts';
import { truthOf } from './truth-of.ts';
import { createVerdictProvider, type VerdictMode } from './verdicts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HISTORY_MS = 14 * DAY_MS;
const AFTERWARDS_MS = 6 * HOUR_MS;
const PEOPLE = 4_000;
/** Organic events an hour at one defender. @source detection notes, 5.3: lognormal, 0.05 to 40 */
const RATE_MEDIAN = 0.8;
const RATE_SIGMA = 1.3;
const RATE_RANGE = [0.05, 40] as const;

export interface EpisodeOptions {
  readonly seed: number;
  /** Beginning of the organic history, epoch ms. */
  readonly startAt: number;
  readonly language: Language;
  /** What is played; absent: ordinary life only. */
  readonly scenario?: {
    readonly entry: CatalogueEntry;
    readonly difficulty: Difficulty;
    /** Parameters other than the preset. */
    readonly shape?: Shape;
  };
  /** Ordinary life before the scenario, ms; default 14 days. */
  readonly historyMs?: number;
  /** Organic events an hour; drawn where absent. */
  readonly ratePerHour?: number;
  readonly verdicts?: VerdictMode;
  /** People to draw from; one population may serve many episodes. */
  readonly population?: Population;
}

/** One defender, a stretch of ordinary life, and at most one scenario in it. */
export interface Episode {
  readonly account: string;
  /** Defenders whom the scenario touches too; they have no life of their own here. */
  readonly others: readonly string[];
  readonly ratePerHour: number;
  /** Absent where no scenario is played. */
  readonly truth?: CampaignTruth;
  /** In order of event time. */
  readonly events: readonly CityEvent[];
  readonly streams: readonly StreamedEvent[];
}

/** People of an episode: every language alike. */
export function createPeople(seed: string | number, startAt: number, size = PEOPLE): Population {
  return createPopulation(createRandom(`${seed}/people`), size, startAt, EVEN_LANGUAGES);
}

/** Builds one episode. Equal options give equal events. */
export function createEpisode(options: EpisodeOptions): Episode {
  const { historyMs = HISTORY_MS, language, scenario, seed, startAt } = options;
  const random = createRandom(`episode/${seed}`);
  const population = options.population ?? createPeople('episodes', startAt);
  const shape = scenario?.shape ?? scenario?.entry.presets[scenario.difficulty] ?? {};
  const [index, ...others] = castOf(random, population, {
    language,
    others: scenario?.entry.others(shape) ?? 0,
  });
  invariant(index !== undefined, 'an episode needs somebody who speaks its language');
  const defenders = new Set([index, ...others]);
  let fresh = population.size;
  const source = (label: string): CrewSource => ({
    random: random.fork(label),
    population,
    freshAccount: () => fresh++,
    isDefender: (one) => defenders.has(one),
  });
  const scene = source('scene');
  const stage: Stage = {
    ...scene,
    campaign: `episode-${seed}`,
    account: population.account(index),
    language,
    startsAt: startAt + historyMs,
    home: homeOf(population, index),
    judge: createVerdictProvider(scene.random.fork('verdicts'), options.verdicts ?? 'noisy'),
    others: others.map((one) => ({
      account: population.account(one),
      language: population.language(one),
      home: homeOf(population, one),
    })),
  };
  const play = scenario?.entry.play(stage, shape) ?? { events: [], streams: [] };
  const played = play.events.sort(byTime);
  const endsAt = Math.max(startAt + historyMs, played.at(-1)?.at ?? 0) + AFTERWARDS_MS;
  const ratePerHour = options.ratePerHour ?? rateOf(random.fork('rate'));
  const durationMs = endsAt - startAt;
  const life = defenderLife({
    ...source('life'),
    account: stage.account,
    language,
    home: stage.home,
    judge: stage.judge,
    startAt,
    durationMs,
    interactions: (ratePerHour * durationMs) / HOUR_MS,
  });
  return {
    account: stage.account,
    others: stage.others.map((other) => other.account),
    ratePerHour,
    ...(scenario === undefined ? {} : { truth: truthIn(stage, scenario, played) }),
    events: [...played, ...life].sort(byTime),
    streams: play.streams.sort(byTime),
  };
}

function truthIn(
  stage: Stage,
  scenario: NonNullable<EpisodeOptions['scenario']>,
  played: readonly CityEvent[],
): CampaignTruth {
  const { difficulty, entry } = scenario;
  const expected = entry.kind === 'attack' ? 'guard' : 'below-guard';
  const { campaign, language } = stage;
  const item = { campaign, scenario: entry.id, difficulty, language, expected } as const;
  return truthOf({ ...item, kind: entry.kind, title: entry.title }, stage.account, played);
}

/** The defender first, who speaks the language; then the others. */
function castOf(
  random: Random,
  population: Population,
  wanted: { readonly language: Language; readonly others: number },
): number[] {
  const first = random.int(population.size);
  let index: number | undefined;
  for (let i = 0; i < population.size && index === undefined; i++) {
    const at = (first + i) % population.size;
    if (population.language(at) === wanted.language) index = at;
  }
  const others = sample(random.fork('others'), population.size, wanted.others + 1)
    .filter((one) => one !== index)
    .slice(0, wanted.others);
  return index === undefined ? [] : [index, ...others];
}

function rateOf(random: Random): number {
  const [least, most] = RATE_RANGE;
  return Math.min(most, Math.max(least, lognormal(random, RATE_MEDIAN, RATE_SIGMA)));
}

function byTime(a: { readonly at: number }, b: { readonly at: number }): number {
  return a.at - b.at;
}

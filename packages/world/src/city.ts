import { invariant } from '@hrd-shield/contracts';
import { CATALOGUE } from './catalogue/catalogue.ts';
import type { CrewSource } from './crew.ts';
import { homeOf } from './home.ts';
import { mergeByTime } from './merge-by-time.ts';
import { background } from './organic/background.ts';
import { defenderLife } from './organic/defender-life.ts';
import { CITY_DURATION_MS, DEMO_PLAN, type PlannedScenario } from './plan.ts';
import { createPopulation, type Language, type Population } from './population.ts';
import { createRandom, lognormal, type Random, sample } from './random.ts';
import type { CampaignTruth, CityDefender, CityEvent, Withdrawal } from './truth.ts';
import { truthOf } from './truth-of.ts';
import { createVerdictProvider, type VerdictMode } from './verdicts.ts';

export interface CityOptions {
  readonly seed: string | number;
  /** Beginning of the city's time, epoch ms. The world has no clock of its own. */
  readonly startAt: number;
  readonly durationMs?: number;
  readonly accounts?: number;
  readonly defenders?: number;
  /** All events of the stream, organic and scenario. */
  readonly events?: number;
  readonly plan?: readonly PlannedScenario[];
  readonly verdicts?: VerdictMode;
  /** Share of the stream that may affect defenders, scenarios included; default 0.008. */
  readonly defenderShare?: number;
}

export interface City {
  readonly accounts: number;
  readonly defenders: readonly CityDefender[];
  readonly campaigns: readonly CampaignTruth[];
  readonly withdrawals: readonly Withdrawal[];
  /** Events that the stream yields. */
  readonly eventCount: number;
  /** Of those, how many affect a defender. */
  readonly defenderEventCount: number;
  readonly startAt: number;
  readonly endAt: number;
  /** Events in order of event time; each call starts anew and yields the same. */
  events(): Generator<CityEvent>;
}

const DEFENDER_SHARE = 0.008;
/** Events by others that every defender has at least, so that there is something to compare with. */
const INTERACTIONS_MIN = 6;
const INTERACTIONS_SIGMA = 0.8;

/** Builds a city. Everything follows from the options: equal options give equal streams. */
export function createCity(options: CityOptions): City {
  const { startAt, plan = DEMO_PLAN, verdicts = 'noisy' } = options;
  const durationMs = options.durationMs ?? CITY_DURATION_MS;
  const events = options.events ?? 1_000_000;
  const random = createRandom(options.seed);
  const accounts = options.accounts ?? 60_000;
  const population = createPopulation(random.fork('people'), accounts, startAt);
  const chosen = sample(random.fork('defenders'), population.size, options.defenders ?? 200);
  const cast = castDefenders({ plan, chosen, population });
  const defenderSet = new Set(chosen);
  let fresh = population.size;
  const source = (label: string): CrewSource => ({
    random: random.fork(label),
    population,
    freshAccount: () => fresh++,
    isDefender: (index) => defenderSet.has(index),
  });

  const ground: Ground = { population, source, startAt, durationMs, verdicts };
  const scenarios = plan.map((item) => playPlanned(ground, item, cast.get(item.campaign) ?? 0));
  const scenarioEvents = scenarios.reduce((sum, { played }) => sum + played.length, 0);
  const mean = Math.max(
    INTERACTIONS_MIN,
    (events * (options.defenderShare ?? DEFENDER_SHARE) - scenarioEvents) /
      Math.max(1, chosen.length) -
      8,
  );
  const lives = chosen.map((index) => lifeOf(ground, index, mean));
  const lifeEvents = lives.reduce((sum, life) => sum + life.length, 0);
  const defenderEventCount = lifeEvents + scenarioEvents;
  const backgroundEvents = Math.max(0, events - defenderEventCount);

  return {
    accounts: fresh,
    defenders: chosen.map((index) => ({
      account: population.account(index),
      language: population.language(index),
      country: population.country(index),
      dataClasses: ['public-content', 'reports', 'login', 'message-metadata'],
    })),
    campaigns: scenarios.map(({ truth }) => truth),
    withdrawals: plan.flatMap((item) => withdrawalOf(ground, item, cast.get(item.campaign) ?? 0)),
    eventCount: defenderEventCount + backgroundEvents,
    defenderEventCount,
    startAt,
    endAt: startAt + durationMs,
    events: () =>
      mergeByTime([
        ...scenarios.map(({ played }) => played),
        ...lives,
        background({
          random: random.fork('background'),
          population,
          isDefender: (index) => defenderSet.has(index),
          startAt,
          durationMs,
          events: backgroundEvents,
        }),
      ]),
  };
}

/** What every part of a city stands on. */
interface Ground {
  readonly population: Population;
  readonly source: (label: string) => CrewSource;
  readonly startAt: number;
  readonly durationMs: number;
  readonly verdicts: VerdictMode;
}

interface Played {
  readonly played: CityEvent[];
  readonly truth: CampaignTruth;
}

function playPlanned(ground: Ground, item: PlannedScenario, index: number): Played {
  const { population, source, startAt, verdicts } = ground;
  const scene = source(`scene/${item.campaign}`);
  const stage = {
    ...scene,
    campaign: item.campaign,
    account: population.account(index),
    language: item.language,
    startsAt: startAt + item.startsAfterMs,
    home: homeOf(population, index),
    judge: createVerdictProvider(scene.random.fork('verdicts'), verdicts),
    others: [],
  };
  const entry = CATALOGUE[item.scenario];
  const { kind, title } = entry;
  // The city's log has no streams but those of accounts.
  const { events } = entry.play(stage, item.shape ?? entry.presets[item.difficulty]);
  const played = events.sort(byTime);
  return { played, truth: truthOf({ ...item, kind, title }, stage.account, played) };
}

function lifeOf(ground: Ground, index: number, mean: number): CityEvent[] {
  const { durationMs, population, source, startAt, verdicts } = ground;
  const scene = source(`life/${index}`);
  return defenderLife({
    ...scene,
    account: population.account(index),
    language: population.language(index),
    home: homeOf(population, index),
    judge: createVerdictProvider(scene.random.fork('verdicts'), verdicts),
    startAt,
    durationMs,
    interactions: interactionsOf(scene.random, population.followers(index), mean),
  }).sort(byTime);
}

function withdrawalOf(ground: Ground, item: PlannedScenario, index: number): Withdrawal[] {
  if (item.withdrawnBeforeMs === undefined) return [];
  const at = ground.startAt + item.startsAfterMs - item.withdrawnBeforeMs;
  return [{ account: ground.population.account(index), at }];
}

/** Gives each scenario its own defender of the right language. */
function castDefenders(of: {
  readonly plan: readonly PlannedScenario[];
  readonly chosen: readonly number[];
  readonly population: Population;
}): ReadonlyMap<string, number> {
  const free = new Map<Language, number[]>();
  for (const index of of.chosen) {
    const language = of.population.language(index);
    free.set(language, [...(free.get(language) ?? []), index]);
  }
  return new Map(
    of.plan.map((item) => {
      const index = free.get(item.language)?.shift();
      invariant(index !== undefined, 'the plan needs more defenders of a language than there are');
      return [item.campaign, index];
    }),
  );
}

function interactionsOf(random: Random, followers: number, mean: number): number {
  // Larger audiences answer more, with a square root; the spread between people is lognormal.
  const audience = Math.sqrt(Math.min(followers, 100_000) / 300);
  const factor = lognormal(random, 0.55, INTERACTIONS_SIGMA) * (0.5 + audience / 2);
  return Math.min(mean * factor, mean * 8);
}

function byTime(a: CityEvent, b: CityEvent): number {
  return a.at - b.at;
}

import type { Language, Population } from '../population.ts';
import type { Random } from '../random.ts';
import { rhythmAt, UTC_OFFSET_HOURS } from '../rhythm.ts';
import { expand } from '../texts/expand.ts';
import { TEXTS } from '../texts/text-pools.ts';
import type { CityEvent } from '../truth.ts';
import { CONTENT_KINDS, type LightKind, lightEvent } from './light-event.ts';

const MINUTE_MS = 60_000;
/** Expanded texts kept per language: enough that the log does not compress to nothing. */
const TEXTS_KEPT = 512;
/** Exponent by which popular accounts are hit more often: low numbers are popular. */
const POPULARITY = 2.5;

export interface BackgroundOptions {
  readonly random: Random;
  readonly population: Population;
  readonly isDefender: (index: number) => boolean;
  readonly startAt: number;
  readonly durationMs: number;
  readonly events: number;
}

/**
 * What happens in the city that concerns no defender, in time order: minute by minute, so that a
 * million events need the memory of one minute. Valid events with few optional fields.
 */
export function* background(options: BackgroundOptions): Generator<CityEvent> {
  const { durationMs, events, random, startAt } = options;
  const { languages } = options.population;
  const minutes = Math.max(1, Math.round(durationMs / MINUTE_MS));
  const weights = Float64Array.from({ length: minutes }, (_, minute) =>
    cityRhythm(startAt + minute * MINUTE_MS, languages),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const chatter = expandedTexts(random.fork('chatter'), languages);
  let due = 0;
  let made = 0;
  for (let minute = 0; minute < minutes; minute++) {
    due += ((weights[minute] ?? 0) / total) * events;
    const count = minute === minutes - 1 ? events - made : Math.max(0, Math.round(due) - made);
    const moments = new Float64Array(count);
    for (let i = 0; i < count; i++) moments[i] = Math.floor(random.next() * MINUTE_MS);
    moments.sort();
    for (const moment of moments) {
      const at = startAt + minute * MINUTE_MS + moment;
      yield organicEvent(options, { at, serial: made++, chatter });
    }
  }
}

function organicEvent(
  options: BackgroundOptions,
  as: {
    readonly at: number;
    readonly serial: number;
    readonly chatter: readonly (readonly string[])[];
  },
): CityEvent {
  const { population, random } = options;
  const kind = kindAt(random.next());
  let target = Math.floor(population.size * random.next() ** POPULARITY);
  while (options.isDefender(target)) target = (target + 1) % population.size;
  const actor = random.int(population.size);
  const language = population.language(actor);
  const texts = as.chatter[population.languages.indexOf(language)] ?? [];
  const own = kind === 'posted';
  return lightEvent(kind, {
    at: as.at,
    serial: as.serial,
    target: population.account(target),
    actor: population.account(own ? target : actor),
    createdAt: population.createdAt(own ? target : actor),
    followers: population.followers(own ? target : actor),
    language,
    text: CONTENT_KINDS.has(kind) ? (texts[random.int(texts.length)] ?? '') : '',
    draw: random.int(1000),
  });
}

/** Share of each kind of event in the firehose; cumulative, the last is 1. */
const KINDS: readonly (readonly [LightKind, number])[] = [
  ['posted', 0.2],
  ['replied', 0.38],
  ['mentioned', 0.48],
  ['quoted', 0.51],
  ['reposted', 0.61],
  ['reacted', 0.84],
  ['followed', 0.9],
  ['login-succeeded', 0.98],
  ['login-failed', 0.988],
  ['filed', 0.997],
  ['profile-changed', 1],
];

function kindAt(at: number): LightKind {
  for (const [kind, below] of KINDS) if (at < below) return kind;
  return 'posted';
}

function cityRhythm(at: number, languages: readonly Language[]): number {
  return languages.reduce((sum, language) => sum + rhythmAt(at, UTC_OFFSET_HOURS[language]), 0);
}

function expandedTexts(random: Random, languages: readonly Language[]): string[][] {
  return languages.map((language) =>
    Array.from({ length: TEXTS_KEPT }, () =>
      expand(random.pick(TEXTS[language].chatter), random, ''),
    ),
  );
}

import type { Random } from './random.ts';
import { lognormal } from './random.ts';

export const LANGUAGES = ['en', 'ru', 'ar', 'hi', 'es', 'fr', 'de', 'zh', 'th'] as const;
export type Language = (typeof LANGUAGES)[number];
/** Languages of a population with their shares, which sum to 1. */
export type LanguageShares = readonly (readonly [Language, number])[];

/** The demo's city. */
const CITY_LANGUAGES: LanguageShares = [
  ['en', 0.4],
  ['ru', 0.2],
  ['ar', 0.2],
  ['hi', 0.2],
];
/** A world that speaks every language alike. */
export const EVEN_LANGUAGES: LanguageShares = LANGUAGES.map((one) => [one, 1 / LANGUAGES.length]);
const COUNTRIES: Readonly<Record<Language, readonly string[]>> = {
  en: ['GB', 'US', 'NG', 'KE'],
  ru: ['KZ', 'RU', 'KG'],
  ar: ['EG', 'TN', 'JO'],
  hi: ['IN', 'NP'],
  es: ['MX', 'CO', 'ES'],
  fr: ['FR', 'SN', 'CD'],
  de: ['DE', 'AT'],
  zh: ['TW', 'SG', 'CN'],
  th: ['TH', 'LA'],
};
const NETWORKS_PER_COUNTRY = 24;
const DAY_MS = 86_400_000;
/** Mean age of an account, days. */
const MEAN_AGE_DAYS = 1200;
const MEDIAN_FOLLOWERS = 120;
const FOLLOWERS_SIGMA = 1.5;
const FOLLOWERS_MAX = 5_000_000;
/** Odd multiplier: a bijection on 32 bits, so that account names are unique and look random. */
const NAME_MULTIPLIER = 2_654_435_761;

/** The accounts of the city, in columns: a million of them cost 30 MB. */
export interface Population {
  readonly size: number;
  readonly languages: readonly Language[];
  account(index: number): string;
  createdAt(index: number): number;
  followers(index: number): number;
  language(index: number): Language;
  country(index: number): string;
  networkHash(index: number): string;
  deviceHash(index: number): string;
}

/** @param startAt beginning of the city's time; every account is older, epoch ms */
export function createPopulation(
  random: Random,
  size: number,
  startAt: number,
  shares: LanguageShares = CITY_LANGUAGES,
): Population {
  const createdAt = new Float64Array(size);
  const followers = new Uint32Array(size);
  const language = new Uint8Array(size);
  const place = new Uint16Array(size);
  for (let i = 0; i < size; i++) {
    const ageDays = 1 + random.exponential(MEAN_AGE_DAYS);
    createdAt[i] = Math.floor(Math.max(startAt - ageDays * DAY_MS, startAt - 6000 * DAY_MS));
    followers[i] = Math.min(
      FOLLOWERS_MAX,
      Math.floor(lognormal(random, MEDIAN_FOLLOWERS, FOLLOWERS_SIGMA)),
    );
    language[i] = drawLanguage(random.next(), shares);
    place[i] = random.int(65_536);
  }
  const languageOf = (i: number): Language => shares[language[i] ?? 0]?.[0] ?? 'en';
  const countryOf = (i: number): string => {
    const countries = COUNTRIES[languageOf(i)];
    return countries[(place[i] ?? 0) % countries.length] ?? 'GB';
  };
  return {
    size,
    languages: shares.map(([one]) => one),
    account: accountName,
    createdAt: (i) => createdAt[i] ?? startAt,
    followers: (i) => followers[i] ?? 0,
    language: languageOf,
    country: countryOf,
    networkHash: (i) =>
      `n-${countryOf(i)}-${Math.floor((place[i] ?? 0) / 7) % NETWORKS_PER_COUNTRY}`,
    deviceHash: (i) => `dev-${accountName(i)}`,
  };
}

/** Name of an account by its number; numbers past the population are accounts made for a scenario. */
export function accountName(index: number): string {
  return `u${(Math.imul(index + 1, NAME_MULTIPLIER) >>> 0).toString(36).padStart(7, '0')}`;
}

function drawLanguage(at: number, shares: LanguageShares): number {
  let below = 0;
  for (let i = 0; i < shares.length; i++) {
    below += shares[i]?.[1] ?? 0;
    if (at < below) return i;
  }
  return 0;
}

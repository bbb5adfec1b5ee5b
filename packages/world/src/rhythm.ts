const HOUR_MS = 3_600_000;
const HOURS = 24;

/**
 * Share of a day's activity in each local hour: a night trough, a morning rise, an evening peak.
 * The shape is a round-number sketch of published diurnal curves, not a fit to one platform.
 */
const HOUR_WEIGHTS: readonly number[] = [
  0.6, 0.4, 0.3, 0.25, 0.25, 0.35, 0.6, 0.9, 1.1, 1.15, 1.15, 1.2, 1.3, 1.25, 1.15, 1.1, 1.15, 1.25,
  1.4, 1.6, 1.7, 1.65, 1.3, 0.9,
];
const MEAN_WEIGHT = HOUR_WEIGHTS.reduce((sum, weight) => sum + weight, 0) / HOURS;

/** Hours that local time is ahead of UTC, by the language that a place of the city speaks. */
export const UTC_OFFSET_HOURS = {
  en: 0,
  ru: 3,
  ar: 2,
  hi: 5,
  es: -6,
  fr: 1,
  de: 1,
  zh: 8,
  th: 7,
} as const;

/** Activity at an instant relative to the day's mean; 1 is average. */
export function rhythmAt(atMs: number, offsetHours: number): number {
  const hours = atMs / HOUR_MS + offsetHours;
  const hour = Math.floor(hours) % HOURS;
  const within = hours - Math.floor(hours);
  const here = HOUR_WEIGHTS[hour] ?? 1;
  const next = HOUR_WEIGHTS[(hour + 1) % HOURS] ?? 1;
  return (here * (1 - within) + next * within) / MEAN_WEIGHT;
}

import type { Random } from './random.ts';
import type { Onset } from './shapes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WAVES = 3;
const WAVE_SPREAD = 0.05;
const OFFICE_OPENS_HOUR = 9;
const OFFICE_HOURS = 8;

export interface Course {
  readonly onset: Onset;
  readonly startsAt: number;
  readonly durationMs: number;
  /** Place of the actor among all, 0 to 1; only a drip asks for it. */
  readonly rank: number;
  /** Actors, count; the slots of a drip. */
  readonly actors: number;
}

/** When one act of a campaign happens, epoch ms: between its start and its end. */
export function momentOf(random: Random, course: Course): number {
  const { durationMs, onset, startsAt } = course;
  if (onset === 'office') return officeMoment(random, course);
  return startsAt + shareOf(random, course) * durationMs;
}

function shareOf(random: Random, course: Course): number {
  const at = random.next();
  switch (course.onset) {
    case 'ramp':
      return Math.sqrt(at);
    case 'step':
      return Math.min(1, -Math.log(1 - at * 0.95) / 3);
    case 'wave': {
      const wave = (Math.floor(at * WAVES) + 0.5) / WAVES;
      return Math.min(1, Math.max(0, wave + WAVE_SPREAD * random.normal()));
    }
    case 'drip':
      return Math.min(1, course.rank + at / Math.max(1, course.actors));
    case 'even':
    case 'office':
      return at;
  }
}

/** Days of one office: eight hours of the day, five days of the week, in UTC. */
function officeMoment(random: Random, course: Course): number {
  const { durationMs, startsAt } = course;
  const midnight = Math.floor(startsAt / DAY_MS) * DAY_MS;
  const days = Math.max(1, Math.floor(durationMs / DAY_MS));
  let day = midnight + random.int(days) * DAY_MS;
  const weekday = new Date(day).getUTCDay();
  if (weekday === 6) day -= DAY_MS;
  if (weekday === 0) day += DAY_MS;
  const at = day + (OFFICE_OPENS_HOUR + random.next() * OFFICE_HOURS) * HOUR_MS;
  return Math.min(startsAt + durationMs, Math.max(startsAt, at));
}

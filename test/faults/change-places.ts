import type { Random } from './random.ts';

/** The same items, some of them earlier or later by up to so many places. */
export function changePlaces<T>(items: readonly T[], within: number, random: Random): readonly T[] {
  return items
    .map((item, place) => ({ item, place: place + random.next() * within }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

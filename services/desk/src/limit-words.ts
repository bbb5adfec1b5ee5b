import type { DefenderRef } from '@hrd-shield/contracts';

/** Words of one designation that stop it by the log within the span. */
const WORDS_MAX = 16;
const SPAN_MS = 3_600_000;
/** Designations that are counted. */
const COUNTED_MAX = 200_000;

/** Bounds what the log has to carry while the database is away: after the first it is stopped. */
export function createWordLimit(): { take(ref: DefenderRef, now: number): boolean } {
  const counted = new Map<DefenderRef, { since: number; words: number }>();
  return {
    take: (ref, now) => {
      const known = counted.get(ref);
      if (known !== undefined && now - known.since < SPAN_MS) {
        known.words += 1;
        return known.words <= WORDS_MAX;
      }
      counted.delete(ref);
      const [oldest] = counted.size < COUNTED_MAX ? [] : counted.keys();
      if (oldest !== undefined) counted.delete(oldest);
      counted.set(ref, { since: now, words: 1 });
      return true;
    },
  };
}

/** What became of records at a hop. */
export const HOP_FATES = ['produced', 'landed', 'dropped', 'dead-lettered'] as const;
export type HopFate = (typeof HOP_FATES)[number];

/** The running total of one counter; a later one of the same name replaces it. */
export interface HopCount {
  /** Such as `platform-to-ingest`. */
  readonly hop: string;
  /** Who counted: one name a process start or run. */
  readonly counter: string;
  readonly fate: HopFate;
  /** Why dropped or refused; empty otherwise. */
  readonly reason: string;
  readonly total: number;
  /** When it was read, epoch ms. */
  readonly at: number;
}

/** Active designations on one day. */
export interface PopulationCount {
  /** `YYYY-MM-DD`, UTC, in event time. */
  readonly day: string;
  readonly defenders: number;
  /** When it was counted, epoch ms. */
  readonly at: number;
}

/** Identity of a count as read at one time. */
export function hopCountId(count: HopCount): string {
  return [count.hop, count.counter, count.fate, count.reason, count.at].join('/');
}

/** Identity of a day's count as read at one time; a later one of the day replaces it. */
export function populationCountId(count: PopulationCount): string {
  return `${count.day}/${count.at}`;
}

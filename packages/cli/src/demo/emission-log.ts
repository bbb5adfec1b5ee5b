/** When, by the wall clock, the stream had reached an instant of event time. */
export interface EmissionLog {
  /** Everything up to `eventAt` was sent at `wallAt`, never later; both only ever grow. */
  note(eventAt: number, wallAt: number): void;
  /** @returns wall time of the append of events at `eventAt`, epoch ms */
  appendedAt(eventAt: number): number | undefined;
}

/**
 * An empty log. It keeps one pair of numbers a note for the length of a run; looking up is a
 * binary search.
 */
export function createEmissionLog(): EmissionLog {
  const events: number[] = [];
  const walls: number[] = [];
  return {
    note: (eventAt, wallAt) => {
      events.push(eventAt);
      walls.push(wallAt);
    },
    appendedAt: (eventAt) => {
      let low = 0;
      let high = events.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((events[middle] ?? 0) < eventAt) low = middle + 1;
        else high = middle;
      }
      return walls[low];
    },
  };
}

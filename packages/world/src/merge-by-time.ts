interface Timed {
  readonly at: number;
}

/**
 * Merges streams that are each in time order into one, with one element of each in memory.
 * Equal times keep the order of the streams, so the result is the same on every run.
 */
export function* mergeByTime<T extends Timed>(streams: readonly Iterable<T>[]): Generator<T> {
  const heap: { value: T; readonly rank: number; readonly from: Iterator<T> }[] = [];
  streams.forEach((stream, rank) => {
    const from = stream[Symbol.iterator]();
    const first = from.next();
    if (!first.done) heap.push({ value: first.value, rank, from });
  });
  const before = (a: number, b: number): boolean => {
    const left = heap[a];
    const right = heap[b];
    if (left === undefined || right === undefined) return left !== undefined;
    const order = left.value.at - right.value.at || left.rank - right.rank;
    return order < 0;
  };
  const sink = (start: number): void => {
    for (let at = start; ; ) {
      const child = 2 * at + 1;
      if (child >= heap.length) return;
      const least = before(child + 1, child) && child + 1 < heap.length ? child + 1 : child;
      if (!before(least, at)) return;
      const moved = heap[at];
      const risen = heap[least];
      if (moved === undefined || risen === undefined) return;
      heap[at] = risen;
      heap[least] = moved;
      at = least;
    }
  };
  for (let i = heap.length >> 1; i >= 0; i--) sink(i);
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    yield top.value;
    const next = top.from.next();
    if (next.done) {
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) heap[0] = last;
      if (heap.length === 0) return;
    } else {
      top.value = next.value;
    }
    sink(0);
  }
}

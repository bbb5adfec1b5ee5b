/** Inserts go ahead of reads: a report may wait, a lost outcome may not. */
export type WorkKind = 'insert' | 'read';

/** Why a piece of work was not finished. */
export type WorkRefusal = 'queue-full' | 'timed-out' | 'abandoned';

/** The end of a piece of work: its value, or why there is none. A fault of the work rejects. */
export type WorkEnd<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly refusal: WorkRefusal };

/** Limits of one piece of work. The time counts from entry, waiting included. */
export interface WorkOptions {
  readonly kind: WorkKind;
  readonly timeoutMs: number;
  /** Taken out of the queue when this fires before the work began. */
  readonly abandoned: AbortSignal;
}

/** One thing at a time, for an engine that must not be asked twice at once. */
export interface WorkQueue {
  run<T>(work: () => Promise<T>, options: WorkOptions): Promise<WorkEnd<T>>;
  /** Resolves when nothing runs or waits. */
  drained(): Promise<void>;
}

interface Waiting {
  readonly begin: () => Promise<void>;
}

/** A serial queue that holds at most `maxWaiting` pieces of work, of all kinds together. */
export function createWorkQueue(maxWaiting: number): WorkQueue {
  const lanes: Record<WorkKind, Waiting[]> = { insert: [], read: [] };
  const idleListeners: (() => void)[] = [];
  let running = false;

  async function next(): Promise<void> {
    if (running) return;
    const waiting = lanes.insert.shift() ?? lanes.read.shift();
    if (waiting === undefined) {
      for (const listener of idleListeners.splice(0)) listener();
      return;
    }
    running = true;
    await waiting.begin();
    running = false;
    void next();
  }

  function run<T>(work: () => Promise<T>, options: WorkOptions): Promise<WorkEnd<T>> {
    if (lanes.insert.length + lanes.read.length >= maxWaiting) {
      return Promise.resolve({ done: false, refusal: 'queue-full' });
    }
    return new Promise((end, fail) => {
      const lane = lanes[options.kind];
      const refuse = (refusal: WorkRefusal): void => {
        const at = lane.indexOf(waiting);
        if (at >= 0) lane.splice(at, 1);
        end({ done: false, refusal });
      };
      const timer = setTimeout(() => refuse('timed-out'), options.timeoutMs);
      const abandon = (): void => refuse('abandoned');
      options.abandoned.addEventListener('abort', abandon, { once: true });
      const waiting: Waiting = {
        async begin() {
          // Begun work ends by itself: the engine cannot be interrupted, only no longer awaited.
          options.abandoned.removeEventListener('abort', abandon);
          await work()
            .then((value) => end({ done: true, value }), fail)
            .finally(() => clearTimeout(timer));
        },
      };
      lane.push(waiting);
      void next();
    });
  }

  return {
    run,
    drained: () =>
      running || lanes.insert.length + lanes.read.length > 0
        ? new Promise((listener) => idleListeners.push(listener))
        : Promise.resolve(),
  };
}

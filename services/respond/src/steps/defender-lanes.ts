import type { DefenderRef } from '@hrd-shield/contracts';

export interface LaneDeps<Item, Taken> {
  /**
   * Hands items of one defender on, all in one; resolves when they are taken.
   * @param isFirst nothing was handed on for a while: for this defender it begins now
   */
  readonly deliver: (
    defender: DefenderRef,
    items: readonly Item[],
    isFirst: boolean,
  ) => Promise<Taken>;
  /** True for what must neither wait for others nor go together with them. */
  readonly isUrgent: (item: Item) => boolean;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export interface LaneConfig {
  /** At most one delivery of what can wait in this time for one defender, ms. */
  readonly intervalMs: number;
  /** Items of one delivery. */
  readonly maxItems: number;
}

/**
 * One lane a defender: the first item goes at once, what comes within the interval or while one
 * delivery is under way goes together. Urgent items go at once and by themselves, past everything.
 */
export interface DefenderLanes<Item, Taken = void> {
  /** Resolves when the item is taken; rejects when its delivery did. */
  submit(defender: DefenderRef, item: Item): Promise<Taken>;
  /** Does other work in the lane, after what is under way. */
  run<T>(defender: DefenderRef, work: () => Promise<T>): Promise<T>;
}

interface Waiting<Item, Taken> {
  readonly item: Item;
  readonly resolve: (taken: Taken) => void;
  readonly reject: (fault: unknown) => void;
}

interface Lane<Item, Taken> {
  waiting: Waiting<Item, Taken>[];
  lastAt: number;
  isPumping: boolean;
  /** Work under way or queued; an idle lane has none. */
  busy: number;
  tail: Promise<unknown>;
}

/** A lane that was quiet for so many intervals begins anew. */
const FRESH_AFTER_INTERVALS = 10;

/** Idle lanes are forgotten beyond this number. */
const MAX_LANES = 10_000;

function newLane<Item, Taken>(): Lane<Item, Taken> {
  return {
    waiting: [],
    lastAt: Number.NEGATIVE_INFINITY,
    isPumping: false,
    busy: 0,
    tail: Promise.resolve(),
  };
}

export function createDefenderLanes<Item, Taken = void>(
  deps: LaneDeps<Item, Taken>,
  config: LaneConfig,
): DefenderLanes<Item, Taken> {
  const lanes = new Map<DefenderRef, Lane<Item, Taken>>();

  function laneOf(defender: DefenderRef): Lane<Item, Taken> {
    const known = lanes.get(defender);
    if (known !== undefined) return known;
    if (lanes.size >= MAX_LANES) forgetIdle();
    const lane: Lane<Item, Taken> = newLane();
    lanes.set(defender, lane);
    return lane;
  }

  function forgetIdle(): void {
    const before = deps.now() - config.intervalMs;
    for (const [defender, lane] of lanes) {
      const isIdle = !lane.isPumping && lane.busy === 0;
      if (isIdle && lane.lastAt < before) lanes.delete(defender);
    }
  }

  /** What comes after in the lane waits for `work`; `work` waits for `before`. */
  function join<T>(
    lane: Lane<Item, Taken>,
    before: Promise<unknown>,
    work: () => Promise<T>,
  ): Promise<T> {
    lane.busy += 1;
    const done = before.then(work, work).finally(() => {
      lane.busy -= 1;
    });
    lane.tail = Promise.all([lane.tail, done]).catch(() => undefined);
    return done;
  }

  const deliverTo =
    (defender: DefenderRef, next: readonly Waiting<Item, Taken>[], isFirst: boolean) =>
    async (): Promise<void> => {
      try {
        const items = next.map(({ item }) => item);
        const taken = await deps.deliver(defender, items, isFirst);
        for (const { resolve } of next) resolve(taken);
      } catch (fault) {
        for (const { reject } of next) reject(fault);
      }
    };

  async function pump(defender: DefenderRef, lane: Lane<Item, Taken>): Promise<void> {
    lane.isPumping = true;
    // Lets everything that is submitted in the same breath go together.
    await Promise.resolve();
    while (lane.waiting.length > 0) {
      const dueMs = lane.lastAt + config.intervalMs - deps.now();
      if (dueMs > 0) await deps.wait(dueMs);
      const next = lane.waiting.splice(0, config.maxItems);
      const quietMs = deps.now() - lane.lastAt;
      lane.lastAt = deps.now();
      const isFirst = quietMs >= config.intervalMs * FRESH_AFTER_INTERVALS;
      await join(lane, lane.tail, deliverTo(defender, next, isFirst));
    }
    lane.isPumping = false;
  }

  return {
    submit: (defender, item) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(defender);
        const waiting = { item, resolve, reject };
        if (deps.isUrgent(item)) {
          void join(lane, Promise.resolve(), deliverTo(defender, [waiting], false));
          return;
        }
        lane.waiting.push(waiting);
        if (!lane.isPumping) void pump(defender, lane);
      }),
    run: (defender, work) => {
      const lane = laneOf(defender);
      return join(lane, lane.tail, work);
    },
  };
}

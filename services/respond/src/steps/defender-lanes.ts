import type { DefenderRef } from '@hrd-shield/contracts';

export interface LaneDeps<Item> {
  /** Hands items of one defender on, all in one; resolves when they are taken. */
  readonly deliver: (defender: DefenderRef, items: readonly Item[]) => Promise<void>;
  /** True for what must not wait for others. */
  readonly isUrgent: (item: Item) => boolean;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export interface LaneConfig {
  /** At most one delivery in this time for one defender, ms. */
  readonly intervalMs: number;
  /** Items of one delivery. */
  readonly maxItems: number;
}

/**
 * One lane a defender: the first item goes at once, what comes within the interval goes together
 * at its end, urgent items take everything with them at once. Within a lane one thing happens at
 * a time.
 */
export interface DefenderLanes<Item> {
  /** Resolves when the item is taken; rejects when its delivery did. */
  submit(defender: DefenderRef, item: Item): Promise<void>;
  /** Does other work in the lane, after what is under way. */
  run<T>(defender: DefenderRef, work: () => Promise<T>): Promise<T>;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (fault: unknown) => void;
}

interface Lane<Item> {
  waiting: Waiting<Item>[];
  lastAt: number;
  isPumping: boolean;
  wake: () => void;
  tail: Promise<unknown>;
}

/** Idle lanes are forgotten beyond this number. */
const MAX_LANES = 10_000;

export function createDefenderLanes<Item>(
  deps: LaneDeps<Item>,
  config: LaneConfig,
): DefenderLanes<Item> {
  const lanes = new Map<DefenderRef, Lane<Item>>();

  function laneOf(defender: DefenderRef): Lane<Item> {
    const known = lanes.get(defender);
    if (known !== undefined) return known;
    if (lanes.size >= MAX_LANES) forgetIdle();
    const lane: Lane<Item> = {
      waiting: [],
      lastAt: Number.NEGATIVE_INFINITY,
      isPumping: false,
      wake: () => undefined,
      tail: Promise.resolve(),
    };
    lanes.set(defender, lane);
    return lane;
  }

  function forgetIdle(): void {
    const before = deps.now() - config.intervalMs;
    for (const [defender, lane] of lanes) {
      if (!lane.isPumping && lane.lastAt < before) lanes.delete(defender);
    }
  }

  function inLane<T>(lane: Lane<Item>, work: () => Promise<T>): Promise<T> {
    const done = lane.tail.then(work, work);
    lane.tail = done.catch(() => undefined);
    return done;
  }

  async function pump(defender: DefenderRef, lane: Lane<Item>): Promise<void> {
    lane.isPumping = true;
    // Lets everything that is submitted in the same breath go together.
    await Promise.resolve();
    while (lane.waiting.length > 0) {
      await untilDue(lane);
      const next = lane.waiting.splice(0, config.maxItems);
      lane.lastAt = deps.now();
      await inLane(lane, async () => {
        try {
          const items = next.map(({ item }) => item);
          await deps.deliver(defender, items);
          for (const { resolve } of next) resolve();
        } catch (fault) {
          for (const { reject } of next) reject(fault);
        }
      });
    }
    lane.isPumping = false;
  }

  async function untilDue(lane: Lane<Item>): Promise<void> {
    const dueMs = lane.lastAt + config.intervalMs - deps.now();
    const isUrgent = lane.waiting.some(({ item }) => deps.isUrgent(item));
    if (dueMs <= 0 || isUrgent) return;
    const woken = new Promise<void>((resolve) => {
      lane.wake = resolve;
    });
    await Promise.race([deps.wait(dueMs), woken]);
  }

  return {
    submit: (defender, item) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(defender);
        lane.waiting.push({ item, resolve, reject });
        if (deps.isUrgent(item)) lane.wake();
        if (!lane.isPumping) void pump(defender, lane);
      }),
    run: (defender, work) => inLane(laneOf(defender), work),
  };
}

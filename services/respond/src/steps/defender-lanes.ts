import type { DefenderRef, SignalBrief } from '@hrd-shield/contracts';
import { NONE_REACHED, type ReachedTiers, raisedBy } from '@hrd-shield/domain/protection';

/** What is handed on together. It grows while nobody has taken it. */
export interface LaneLoad<Item> {
  /** Items that wait in the lane, those that will go later among them. */
  size(): number;
  /** The same items each time it is asked. */
  take(): readonly Item[];
}

/**
 * Direct harm, which goes by itself; the first after a while, for whom it begins or rises now; or
 * what follows.
 */
export type LaneTurn = 'urgent' | 'first' | 'next';

export interface LaneDeps<Item, Taken> {
  /** Hands items of one defender on, all in one; resolves when they are taken. */
  readonly deliver: (defender: DefenderRef, load: LaneLoad<Item>, turn: LaneTurn) => Promise<Taken>;
  /** True for what must neither wait for others nor go together with them. */
  readonly isUrgent: (item: Item) => boolean;
  /** What can rise: above what was handed on, it waits for no interval. Nothing rises when absent. */
  readonly tierOf?: (item: Item) => Pick<SignalBrief, 'campaign' | 'tier'>;
  /** What an item adds to a delivery; 1 when absent. */
  readonly weightOf?: (item: Item) => number;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export interface LaneConfig {
  /** At most one delivery of what can wait in this time for one defender, ms. */
  readonly intervalMs: number;
  /** Items of one delivery. */
  readonly maxItems: number;
  /** Weight of one delivery, which one item alone may surpass; no bound when absent. */
  readonly maxWeight?: number;
}

/**
 * One lane a defender: the first item goes at once; what comes within the interval, or until a
 * delivery is really under way, goes together. Urgent items and a raised tier go at once and by
 * themselves.
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
  /** What is submitted now goes with the first delivery. */
  isBeginning: boolean;
  /** Of what was handed on since the lane began anew. */
  reached: ReachedTiers;
  /** Work under way or queued; an idle lane has none. */
  busy: number;
  tail: Promise<unknown>;
}

interface TakenLoad<Item, Taken> extends LaneLoad<Item> {
  readonly waiters: () => readonly Waiting<Item, Taken>[];
}

/** @param takeFrom asked once, when somebody is ready for it */
function loadOf<Item, Taken>(
  waiting: Waiting<Item, Taken>[],
  takeFrom: (waiting: Waiting<Item, Taken>[]) => readonly Waiting<Item, Taken>[],
): TakenLoad<Item, Taken> {
  let taken: readonly Waiting<Item, Taken>[] | undefined;
  const waiters = (): readonly Waiting<Item, Taken>[] => {
    taken ??= takeFrom(waiting);
    return taken;
  };
  return { size: () => waiting.length, take: () => waiters().map(({ item }) => item), waiters };
}

/** How many of the items that wait go together in one delivery. */
function fittingIn<Item>(
  waiting: readonly { readonly item: Item }[],
  { maxItems, maxWeight = Number.POSITIVE_INFINITY }: LaneConfig,
  weightOf: (item: Item) => number = () => 1,
): number {
  let weight = 0;
  const over = waiting.findIndex(({ item }, i) => {
    weight += weightOf(item);
    return i >= maxItems || (weight > maxWeight && i > 0);
  });
  return over < 0 ? waiting.length : over;
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
    isBeginning: false,
    reached: NONE_REACHED,
    busy: 0,
    tail: Promise.resolve(),
  };
}

function isFresh(lane: { readonly lastAt: number }, now: number, config: LaneConfig): boolean {
  return now - lane.lastAt >= config.intervalMs * FRESH_AFTER_INTERVALS;
}

/** The turn of an item that passes those that wait; none for one that goes with them. */
function turnAlone<Item, Taken>(
  lane: Lane<Item, Taken>,
  item: Item,
  deps: LaneDeps<Item, Taken>,
  config: LaneConfig,
): LaneTurn | undefined {
  if (!lane.isPumping && isFresh(lane, deps.now(), config)) {
    lane.isBeginning = true;
    lane.reached = NONE_REACHED;
  }
  const tier = deps.tierOf?.(item);
  const raised = tier && raisedBy(lane.reached, tier);
  lane.reached = raised ?? lane.reached;
  if (deps.isUrgent(item)) return 'urgent';
  const isInTime = lane.isBeginning && lane.waiting.length < config.maxItems;
  return raised === undefined || isInTime ? undefined : 'first';
}

/** Begins without lanes. One that is idle is forgotten beyond `MAX_LANES`; one in use never is. */
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
    (defender: DefenderRef, load: TakenLoad<Item, Taken>, turn: LaneTurn) =>
    async (): Promise<void> => {
      try {
        const taken = await deps.deliver(defender, load, turn);
        for (const { resolve } of load.waiters()) resolve(taken);
      } catch (fault) {
        for (const { reject } of load.waiters()) reject(fault);
      }
    };

  async function pump(defender: DefenderRef, lane: Lane<Item, Taken>): Promise<void> {
    lane.isPumping = true;
    // Lets everything that is submitted in the same breath go together.
    await Promise.resolve();
    while (lane.waiting.length > 0) {
      const dueMs = lane.lastAt + config.intervalMs - deps.now();
      if (dueMs > 0) await deps.wait(dueMs);
      const isFirst = isFresh(lane, deps.now(), config);
      const load = loadOf(lane.waiting, (waiting) => {
        lane.lastAt = deps.now();
        lane.isBeginning = false;
        return waiting.splice(0, fittingIn(waiting, config, deps.weightOf));
      });
      await join(lane, lane.tail, deliverTo(defender, load, isFirst ? 'first' : 'next'));
    }
    lane.isPumping = false;
  }

  return {
    submit: (defender, item) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(defender);
        const waiting = { item, resolve, reject };
        const turn = turnAlone(lane, item, deps, config);
        if (turn !== undefined) {
          const alone = loadOf([waiting], (all) => all);
          void join(lane, Promise.resolve(), deliverTo(defender, alone, turn));
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

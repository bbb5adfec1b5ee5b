import type { DefenderRef, EventRef, Sighting, TargetingHint } from '@hrd-shield/contracts';
import { deriveId } from '@hrd-shield/contracts/pure';
import type { Cell, Measured } from '../detection/connectivity/cell.ts';
import {
  cellKey,
  newNetworkWatch,
  type OutageWord,
  recordConnectivity,
  recordDefenderConnection,
} from '../detection/connectivity/watch-networks.ts';
import type { CellPolicy } from '../detection/policy.ts';
import { hash32, hash48 } from '../detection/statistics/hash.ts';
import { BucketShelf, type FrozenBucket, SHELF_BUCKETS } from './bucket-shelf.ts';

/** Networks whose defenders are remembered, and defenders of one. */
const NETWORKS_MAX = 20_000;
const USERS_MAX = 256;
/** Where somebody connected from within this time, they may still be, ms. */
const USED_MS = 86_400_000;

/** Defenders who connect from one network, newest last. */
export interface NetworkUsers {
  users: { readonly defender: DefenderRef; readonly at: number }[];
}

/**
 * Which networks are cut or slowed, and which defenders use them. A defender is told of their own
 * network alone.
 *
 * @source detection notes, section 3, D19
 */
export class Networks {
  readonly users = new BucketShelf<NetworkUsers>(NETWORKS_MAX);
  readonly #watch = newNetworkWatch();
  readonly #rules: CellPolicy;
  readonly #dirty = new Set<number>();

  constructor(rules: CellPolicy) {
    this.#rules = rules;
  }

  get size(): number {
    return this.#watch.cells.size;
  }

  takeConnection(
    defender: DefenderRef,
    own: NonNullable<Sighting['connection']>,
    at: number,
  ): void {
    const { attempts, cell, failures } = own;
    const held = this.users.use(cell, () => ({ users: [] }));
    const others = held.users.filter((user) => user.defender !== defender);
    held.users = [...others, { defender, at }].slice(-USERS_MAX);
    recordDefenderConnection(this.#watch, cell, { key: hash48(defender), at, attempts, failures });
    this.#dirty.add(hash32(cell) % SHELF_BUCKETS);
  }

  takeMeasured(seen: Measured, at: number): readonly TargetingHint[] {
    const key = cellKey(seen);
    this.#dirty.add(hash32(key) % SHELF_BUCKETS);
    const word = recordConnectivity(this.#watch, seen, at, this.#rules);
    if (word === undefined) return [];
    const { users } = this.users.use(key, () => ({ users: [] }));
    return users
      .filter((user) => user.at > word.at - USED_MS)
      .map(({ defender }) => hintOf(word, key, defender));
  }

  forget(defender: DefenderRef): void {
    this.users.sweep((held) => {
      const kept = held.users.filter((user) => user.defender !== defender);
      if (kept.length === held.users.length) return 'same';
      held.users = kept;
      return kept.length === 0 ? 'gone' : 'changed';
    });
  }

  takeDirty(): readonly (readonly [number, FrozenBucket<FrozenCell>])[] {
    const dirty = [...this.#dirty].sort((a, b) => a - b);
    this.#dirty.clear();
    return dirty.map((bucket) => [
      bucket,
      [...this.#watch.cells]
        .filter(([key]) => hash32(key) % SHELF_BUCKETS === bucket)
        .map(([key, cell]) => [key, freeze(cell)] as const),
    ]);
  }

  restore(frozen: FrozenBucket<FrozenCell>): void {
    for (const [key, cell] of frozen) this.#watch.cells.set(key, thaw(cell));
  }
}

function hintOf(word: OutageWord, key: string, defender: DefenderRef): TargetingHint {
  const { at, interference, lostRatio, networkHash, region, scope, signals, targeted } = word;
  return {
    ref: deriveId('e', 'outage', key, at, scope, signals, defender) as EventRef,
    defender,
    at,
    crew: [],
    qValue: 0,
    outage: { interference, lostRatio, networkHash, region, scope, signals, targeted },
  };
}

/** A cell as plain JSON. */
type FrozenCell = Omit<Cell, 'week' | 'day' | 'versions' | 'defenders'> & {
  readonly week: readonly number[];
  readonly day: readonly number[];
  readonly versions: readonly (readonly [string, number])[];
  readonly defenders: readonly number[];
};

function freeze(cell: Cell): FrozenCell {
  const { day, defenders, versions, week, ...rest } = cell;
  return {
    ...rest,
    week: [...week],
    day: [...day],
    versions: [...versions],
    defenders: [...defenders],
  };
}

function thaw(cell: FrozenCell): Cell {
  const { day, defenders, versions, week, ...rest } = cell;
  return {
    ...rest,
    week: Uint16Array.from(week),
    day: Uint16Array.from(day),
    versions: new Map(versions),
    defenders: new Set(defenders),
  };
}

import { SKETCH_VALUES, type Sketch } from '../text/sketch.ts';

export const BANDS = 8;
const ROWS = SKETCH_VALUES / BANDS;
const CAPACITY_MIN = 16;
/** Keys of the text that is being added. */
const asked = new Int32Array(BANDS);

/**
 * Texts by the bands of their sketches, in log order: band after band, so that one is read in one
 * go. Derived, never frozen. Bound: twice the texts of the day.
 */
export interface BandTable<Owner> {
  capacity: number;
  /** Band `b` of the text in place `i` is at `b * capacity + i`. */
  keys: Int32Array;
  readonly owners: (Owner | undefined)[];
  /** Places before were left. */
  from: number;
}

export function newBandTable<Owner>(): BandTable<Owner> {
  return { capacity: 0, keys: new Int32Array(0), owners: [], from: 0 };
}

/** Texts that share a band, band by band and newest first, at most `max`. Fills the asked keys. */
export function sharingBand<Owner>(
  table: BandTable<Owner>,
  sketch: Sketch,
  max: number,
): readonly Owner[] {
  askFor(sketch);
  const { capacity, from, keys, owners } = table;
  const found: Owner[] = [];
  for (let band = 0; band < BANDS; band += 1) {
    const key = asked[band] ?? 0;
    const first = band * capacity + from;
    for (let at = band * capacity + owners.length - 1; at >= first; at -= 1) {
      if (keys[at] !== key) continue;
      const owner = owners[at - band * capacity];
      if (owner === undefined || found.includes(owner)) continue;
      if (found.length >= max) return found;
      found.push(owner);
    }
  }
  return found;
}

/** Adds the newest text. */
export function addToBands<Owner>(table: BandTable<Owner>, sketch: Sketch, owner: Owner): void {
  if (table.owners.length === table.capacity) makeRoom(table);
  askFor(sketch);
  const place = table.owners.length;
  for (let band = 0; band < BANDS; band += 1) {
    table.keys[band * table.capacity + place] = asked[band] ?? 0;
  }
  table.owners.push(owner);
}

/** Forgets the oldest text. */
export function dropOldest<Owner>(table: BandTable<Owner>): void {
  table.owners[table.from] = undefined;
  table.from += 1;
  if (table.from === table.owners.length) clearBands(table);
}

export function clearBands<Owner>(table: BandTable<Owner>): void {
  if (table.capacity > CAPACITY_MIN) {
    table.capacity = 0;
    table.keys = new Int32Array(0);
  }
  table.owners.length = 0;
  table.from = 0;
}

/** Moves what is left to the front, into a larger table when more than half is in use. */
function makeRoom<Owner>(table: BandTable<Owner>): void {
  const { from, keys } = table;
  const used = table.owners.length - from;
  const capacity = Math.max(
    CAPACITY_MIN,
    2 * used > table.capacity ? 2 * table.capacity : table.capacity,
  );
  const moved = capacity === table.capacity ? keys : new Int32Array(BANDS * capacity);
  for (let band = 0; band < BANDS; band += 1) {
    const start = band * table.capacity + from;
    moved.set(keys.subarray(start, start + used), band * capacity);
  }
  table.owners.splice(0, from);
  table.keys = moved;
  table.capacity = capacity;
  table.from = 0;
}

function askFor(sketch: Sketch): void {
  const { values } = sketch;
  for (let band = 0; band < BANDS; band += 1) {
    let key = band + 1;
    for (let row = 0; row < ROWS; row += 1) {
      key = Math.imul(key, 0x01000193) ^ (values[band * ROWS + row] ?? 0);
      key = Math.imul(key ^ (key >>> 15), 0x85ebca6b);
    }
    asked[band] = key;
  }
}

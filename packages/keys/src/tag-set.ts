/** A set of 32-bit tags that is asked a million times a second. */
export interface TagSet {
  has(tag: number): boolean;
  add(tag: number): void;
  remove(tag: number): void;
  readonly size: number;
}

const CAPACITY_MIN = 1_024;
/** Share of slots in use at which the table doubles. */
const LOAD_MAX = 0.5;
const GOLDEN = 0x9e3779b1;

/** Open addressing in one `Uint32Array`: a look-up touches one cache line and allocates nothing. */
export function createTagSet(): TagSet {
  let slots = new Uint32Array(CAPACITY_MIN);
  let shift = 32 - Math.log2(CAPACITY_MIN);
  let used = 0;

  // Zero marks an empty slot, so the tag 0 lives as 1: one more false hit in four thousand million.
  const stored = (tag: number): number => (tag === 0 ? 1 : tag >>> 0);
  const home = (tag: number): number => Math.imul(tag, GOLDEN) >>> shift;

  function find(tag: number): number {
    const mask = slots.length - 1;
    let at = home(tag);
    while (slots[at] !== 0 && slots[at] !== tag) at = (at + 1) & mask;
    return at;
  }

  function grow(): void {
    const old = slots;
    slots = new Uint32Array(old.length * 2);
    shift -= 1;
    for (const tag of old) if (tag !== 0) slots[find(tag)] = tag;
  }

  return {
    has: (tag) => slots[find(stored(tag))] !== 0,
    add(tag) {
      if ((used + 1) / slots.length > LOAD_MAX) grow();
      const at = find(stored(tag));
      if (slots[at] === 0) used += 1;
      slots[at] = stored(tag);
    },
    remove(tag) {
      let gap = find(stored(tag));
      if (slots[gap] === 0) return;
      used -= 1;
      const mask = slots.length - 1;
      // Later entries of the same run move back, so that no look-up ends at the gap.
      for (let at = (gap + 1) & mask; slots[at] !== 0; at = (at + 1) & mask) {
        const entry = slots[at] ?? 0;
        const fromHome = (at - home(entry)) & mask;
        const fromGap = (at - gap) & mask;
        if (fromHome < fromGap) continue;
        slots[gap] = entry;
        gap = at;
      }
      slots[gap] = 0;
    },
    get size() {
      return used;
    },
  };
}

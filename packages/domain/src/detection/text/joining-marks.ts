const BMP = 0x10000;
/** No canonical composition of ordinary characters begins beyond kana. */
const COMPOSED_END = 0x3100;
/** The mark of the highest order: before it every other mark changes places. */
const HIGHEST = '\u0345';
const MARK = /^\p{M}$/u;
/** Pairs whose meeting is remembered; beyond it they are tried anew. */
const PAIRS_MAX = 4_096;

/** A mark that normalisation may put elsewhere among its neighbours. */
const ORDERED = 1;
/** A character that may become one with the letter before it. */
const COMPOSING = 2;

const JOINING = new Uint8Array(BMP);
for (let code = 0; code < BMP; code += 1) {
  const mark = String.fromCharCode(code);
  if (MARK.test(mark) && hasOrder(mark)) JOINING[code] = ORDERED;
}
for (let code = 0; code < COMPOSED_END; code += 1) {
  const composed = String.fromCharCode(code);
  const apart = composed.normalize('NFD');
  if (apart.length < 2 || apart.normalize('NFC') !== composed) continue;
  const second = apart.charCodeAt(apart.length - 1);
  JOINING[second] = (JOINING[second] ?? 0) | COMPOSING;
}

const met = new Map<number, boolean>();

function hasOrder(mark: string): boolean {
  const typed = `a${HIGHEST}${mark}`;
  return mark === HIGHEST || typed.normalize('NFD') !== typed;
}

/** Whether normalisation may look at what stands before such a code unit. */
export function joins(unit: number): boolean {
  return JOINING[unit] !== 0;
}

/** Whether normalisation leaves a joining code unit where it is after another one. */
export function mayStand(before: number, unit: number): boolean {
  const kind = JOINING[unit] ?? 0;
  const isAfterMark = joins(before);
  // Beyond a mark it could reach the letter, which is not looked for.
  if (isAfterMark && (kind & COMPOSING) !== 0) return false;
  if (!isAfterMark && (kind & COMPOSING) === 0) return true;
  const pair = (before << 16) | unit;
  const known = met.get(pair);
  if (known !== undefined) return known;
  const together = String.fromCharCode(before, unit);
  const stays = together.normalize('NFKC') === together && together.normalize('NFKD') === together;
  if (met.size < PAIRS_MAX) met.set(pair, stays);
  return stays;
}

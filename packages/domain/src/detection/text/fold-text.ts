import { isOrdinary } from './character-kinds.ts';
import { joins, mayStand } from './joining-marks.ts';

const BMP = 0x10000;
/** Longer texts are left to normalisation. */
const FOLDED_CHARS_MAX = 2048;
/** Code units that one ordinary character folds to at most, with room to spare. */
const EXPANSION_MAX = 4;
/** CJK ideographs: none has case, marks or another form. */
const FIRST_IDEOGRAPH = 0x4e00;
const LAST_IDEOGRAPH = 0x9fff;
/** Marks that are no part of a letter. */
export const MARKS = /[\u0300-\u036f\u064b-\u0652\u0670]+/g;
/** No ordinary character folds to these. */
const NOTHING = 0xfffd;
const SEVERAL = 0xfffe;
const UNSURE = 0xffff;

/** Ordinary characters that fold to more than one code unit. */
const EXPANSIONS = new Map<number, readonly number[]>();
const FOLDED = Uint16Array.from({ length: BMP }, (_, code) => foldedOf(code));

function foldedOf(code: number): number {
  if (!isOrdinary(code)) return UNSURE;
  if (code >= FIRST_IDEOGRAPH && code <= LAST_IDEOGRAPH) return code;
  const letter = String.fromCharCode(code).normalize('NFKD').replace(MARKS, '').normalize('NFC');
  const folded = letter.toLowerCase();
  if (folded.length === 0) return NOTHING;
  if (folded.length === 1) return folded.charCodeAt(0);
  EXPANSIONS.set(
    code,
    Array.from({ length: folded.length }, (__, i) => folded.charCodeAt(i)),
  );
  return SEVERAL;
}

/** Code units of one text, in lower case and without accents; the next text overwrites them. */
export interface FoldedText {
  readonly units: Uint16Array;
  length: number;
}

const shared: FoldedText = {
  units: new Uint16Array(EXPANSION_MAX * FOLDED_CHARS_MAX),
  length: 0,
};

/**
 * Compatibility forms and accents removed, in lower case: what normalisation would give, without
 * it. Undefined where characters could join with their neighbours, or are not ordinary.
 */
export function foldText(text: string): FoldedText | undefined {
  if (text.length > FOLDED_CHARS_MAX) return undefined;
  const { units } = shared;
  let length = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const folded = FOLDED[code] ?? UNSURE;
    if (folded < NOTHING) {
      if (joins(folded) && !mayStand(unitBefore(units, length), folded)) return undefined;
      units[length] = folded;
      length += 1;
    } else if (folded === SEVERAL) {
      for (const unit of EXPANSIONS.get(code) ?? []) {
        if (joins(unit) && !mayStand(unitBefore(units, length), unit)) return undefined;
        units[length] = unit;
        length += 1;
      }
    } else if (folded === UNSURE) return undefined;
  }
  // Whoever looks ahead sees no earlier text.
  units[length] = 0;
  shared.length = length;
  return shared;
}

function unitBefore(units: Uint16Array, length: number): number {
  return length === 0 ? 0 : (units[length - 1] ?? 0);
}

/** The first units of a buffer as text; at most 8,192. */
export function textOf(units: Uint16Array, length: number): string {
  // The engine takes any list here; its own type asks for an array.
  return String.fromCharCode.apply(null, units.subarray(0, length) as unknown as number[]);
}

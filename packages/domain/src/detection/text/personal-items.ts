import { isNationalNumber, passesChinese, passesDni, passesIban, passesLuhn } from './checksums.ts';

/** Characters of a text that are searched. */
const ITEM_CHARS_MAX = 16_384;
/** Items of one text that are told. */
const ITEMS_MAX = 16;

/** What points to a person. The order is frozen. */
export const ITEM_TYPES = [
  'phone',
  'email',
  'coordinates',
  'national-id',
  'bank',
  'address',
  'plate',
  'ip',
] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

/** One item; `value` is its normal form, for comparison within one event only. */
export interface PersonalItem {
  readonly type: ItemType;
  readonly value: string;
}

// Every repetition is bounded and no two neighbours take the same character: linear in the text.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]+/gu;
const OTHER_DIGITS = /(?![0-9])\p{Nd}/gu;
const EMAIL = /[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}/gi;
const COORDINATES = /-?\d{1,2}\.\d{4,8}\s?[,;]\s?-?\d{1,3}\.\d{4,8}/g;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;
const DNI = /\b\d{8}-?[A-Z]\b/g;
const CHINESE_ID = /\b\d{17}[\dX]\b/g;
const IP = /\b(?:\d{1,3}\.){3}\d{1,3}\b/g;
const DIGIT_RUN = /\+?\(?\d(?:[ ().\-/]{0,2}\d){5,24}/g;
const PLATE = /\b[A-ZА-Я]{1,3}[ -]?[A-ZА-Я]{0,2}[ -]?\d{2,4}[ -]?[A-ZА-Я]{0,3}\b/gu;
const DATE = /^\(?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}/;
const NUMBERED = /(?<!\d)\d{1,4}(?!\d)/;
/** Mailboxes of offices, not of people. */
const OFFICE = /^(?:press|info|contact|office|media|news|editor|support|help|legal|jobs|team)@/i;
/** Free-call prefixes: hotlines, not people. */
const TOLL_FREE = /^(?:\+?1?8(?:00|33|44|55|66|77|88)|00?800|\+800)/;
const ZEROS: readonly number[] = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
  0xf20, 0x1040, 0x17e0, 0xff10,
];

/** What cues around the items say. */
export interface ItemCues {
  /** Words of postal addresses were found. */
  readonly street: boolean;
  /** A word for a plate was found. */
  readonly plate: boolean;
}

/**
 * Typed items of a text that point to a person, with validity checks; no two are equal. Dates,
 * free-call numbers and mailboxes of offices are left out. Linear in the text.
 *
 * @source detection notes, section 3, D9
 */
export function personalItems(raw: string, cues: ItemCues): readonly PersonalItem[] {
  const read = raw.slice(0, ITEM_CHARS_MAX);
  if (!MAY_HOLD_ITEMS.test(read)) return [];
  const text = plainDigits(read);
  if (!text.includes('@') && !NUMBERED_ANY.test(text)) return [];
  const items = new Map<string, PersonalItem>();
  const add = (type: ItemType, value: string): void => {
    if (items.size < ITEMS_MAX) items.set(`${type} ${value}`, { type, value });
  };
  let rest = text;
  // What one type took is not read again as another.
  const take = (pattern: RegExp, use: (match: string) => boolean): void => {
    rest = rest.replace(pattern, (match) => (use(match) ? ' ' : match));
  };
  take(EMAIL, (match) => {
    if (!OFFICE.test(match)) add('email', match.toLowerCase());
    return true;
  });
  take(COORDINATES, (match) => accept(isPlace(match), () => add('coordinates', squeezed(match))));
  take(IBAN, (match) => accept(passesIban(squeezed(match)), () => add('bank', squeezed(match))));
  take(CHINESE_ID, (match) => accept(passesChinese(match), () => add('national-id', match)));
  take(DNI, (match) => {
    const dni = match.replace('-', '');
    return accept(passesDni(dni), () => add('national-id', dni));
  });
  take(IP, (match) => {
    if (isPublicIp(match)) add('ip', match);
    return isIp(match);
  });
  take(DIGIT_RUN, (match) => readRun(match, add));
  if (cues.plate) take(PLATE, (match) => accept(true, () => add('plate', squeezed(match))));
  if (cues.street && NUMBERED.test(rest)) add('address', 'address');
  return [...items.values()];
}

const NUMBERED_ANY = /\d/;
/** Without any of these no normal form holds a digit, or an `@` after anything: a mention is none. */
const MAY_HOLD_ITEMS = /[\p{N}\p{So}＠﹫]|\S@/u;

function accept(valid: boolean, use: () => void): boolean {
  if (valid) use();
  return valid;
}

/** A run of digits is a card, a national number, a phone number, or nothing. */
function readRun(match: string, add: (type: ItemType, value: string) => void): boolean {
  const digits = match.replace(/\D/g, '');
  if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits) && !isNationalNumber(digits))
    return accept(/^[3-6]/.test(digits), () => add('bank', digits));
  if (isNationalNumber(digits)) return accept(true, () => add('national-id', digits));
  return accept(isPhone(match, digits), () => add('phone', digits));
}

/** @source ITU-T E.164: at most 15 digits; national forms begin with 0 or are grouped */
function isPhone(match: string, digits: string): boolean {
  if (digits.length < 8 || digits.length > 15 || DATE.test(match)) return false;
  if (TOLL_FREE.test(match.replace(/[^\d+]/g, '')) || /^(\d)\1+$/.test(digits)) return false;
  if (match.startsWith('+') || digits.startsWith('00')) return true;
  if (/^[01]/.test(digits)) return digits.length >= 9 && digits.length <= 12;
  return digits.length >= 9 && digits.length <= 11 && /\d[ ().\-/]{1,2}\d/.test(match);
}

function isPlace(match: string): boolean {
  const [latitude = 91, longitude = 181] = match.split(/[,;]/).map(Number);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

function isIp(match: string): boolean {
  return match.split('.').every((part) => Number(part) <= 255);
}

function isPublicIp(match: string): boolean {
  const parts = match.split('.').map(Number);
  const [a = 0, b = 0] = parts;
  if (!isIp(match) || a === 0 || a >= 224) return false;
  return !(a === 10 || a === 127 || (a === 192 && b === 168) || (a === 172 && b >= 16 && b < 32));
}

function squeezed(match: string): string {
  return match.replace(/[ -]/g, '');
}

/** Digits of every script as ASCII, without invisible characters between them. */
function plainDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(OTHER_DIGITS, (digit) => {
      const code = digit.codePointAt(0) ?? 0;
      const zero = ZEROS.find((start) => code >= start && code < start + 10);
      return zero === undefined ? digit : String(code - zero);
    });
}

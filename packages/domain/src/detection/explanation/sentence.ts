import { invariant } from '@hrd-shield/contracts/pure';
import type { Messages, MessageText } from './messages.ts';

/** What fills a place of a sentence: a number, an id, another sentence, or several joined. */
export type Slot = number | string | Sentence | readonly Sentence[];

/** A sentence without language: the id of its template and what fills its places. */
export interface Sentence {
  readonly id: string;
  readonly slots: Readonly<Record<string, Slot>>;
}

export function sentence(id: string, slots: Readonly<Record<string, Slot>> = {}): Sentence {
  return { id, slots };
}

const PLACE = /\{([a-zA-Z]+)(?::([a-z]+))?\}/g;
const SHORTEST = ['second', 1_000] as const;
/** A duration is told in the largest unit of which it holds two. */
const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], SHORTEST] as const;
/** Keeps what is written left to right in its place inside a line from right to left. */
const ISOLATE = ['\u2066', '\u2069'] as const;

/** Writes a sentence in a language. Digits are 0 to 9 in all of them. */
export function writeSentence(what: Sentence, messages: Messages): string {
  const text = messages.sentences[what.id];
  invariant(text !== undefined, `there is no sentence ${what.id} in ${messages.language}`);
  return formOf(text, what, messages).replace(PLACE, (_, name: string, format?: string) => {
    const slot = what.slots[name];
    invariant(slot !== undefined, `the sentence ${what.id} has nothing for ${name}`);
    return writeSlot(slot, format, messages);
  });
}

/** Names of the places of a sentence, without repeats. */
export function placesOf(text: MessageText): readonly string[] {
  const forms = typeof text === 'string' ? [text] : Object.values(text);
  const places = forms.flatMap((form) => [...form.matchAll(PLACE)].map(([, name]) => name ?? ''));
  return [...new Set(places)].sort();
}

function formOf(text: MessageText, what: Sentence, messages: Messages): string {
  if (typeof text === 'string') return text;
  const count = what.slots[text.by];
  invariant(typeof count === 'number', `${what.id} counts ${text.by}`);
  return text[new Intl.PluralRules(localeOf(messages)).select(count)] ?? text.other;
}

function writeSlot(slot: Slot, format: string | undefined, messages: Messages): string {
  if (typeof slot === 'number') return isolated(writeNumber(slot, format, messages), messages);
  if (typeof slot === 'string') return isolated(slot, messages);
  if (!isList(slot)) return writeSentence(slot, messages);
  const parts = slot.map((part) => writeSentence(part, messages));
  return new Intl.ListFormat(localeOf(messages), { type: 'conjunction' }).format(parts);
}

function isList(slot: Sentence | readonly Sentence[]): slot is readonly Sentence[] {
  return Array.isArray(slot);
}

function isolated(text: string, messages: Messages): string {
  return messages.direction === 'rtl' ? ISOLATE.join(text) : text;
}

function writeNumber(value: number, format: string | undefined, messages: Messages): string {
  const write = (options: Intl.NumberFormatOptions, number = value) =>
    new Intl.NumberFormat(localeOf(messages), options).format(number);
  switch (format) {
    case 'share':
      return write({ style: 'percent', maximumFractionDigits: 0 });
    case 'probability':
      return write({ minimumFractionDigits: 3, maximumFractionDigits: 3 });
    case 'signed':
      return write({
        signDisplay: 'exceptZero',
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
      });
    case 'decimal':
      return write({ maximumSignificantDigits: 2 });
    case 'instant':
      return `${new Date(value).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    case 'duration':
      return writeDuration(value, write);
    default:
      return write({ maximumFractionDigits: 0 });
  }
}

type WriteNumber = (options: Intl.NumberFormatOptions, number?: number) => string;

function writeDuration(ms: number, write: WriteNumber): string {
  const [unit, lengthMs] = UNITS.find(([, length]) => ms >= 2 * length) ?? SHORTEST;
  const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const;
  return write(style as Intl.NumberFormatOptions, ms / lengthMs);
}

/** The language with digits that all readers of a case share. */
function localeOf(messages: Messages): string {
  return `${messages.language}-u-nu-latn`;
}

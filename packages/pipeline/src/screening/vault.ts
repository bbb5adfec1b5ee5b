import type { DefenderRef, VAULT_KINDS, VaultEntry } from '@hrd-shield/contracts';
import { canonicalise } from '@hrd-shield/domain';
import type { Recogniser } from './defender-index.ts';
import { hanDigits, joinedDigits } from './digit-words.ts';

export type VaultKind = (typeof VAULT_KINDS)[number];

/** What is hashed with the keys of the index: never anything else. */
export type VaultKeys = Pick<Recogniser, 'tagOf' | 'digestOf' | 'digestUnder'>;

/** Words of a text that are compared, and words of one entry. */
const WORDS_MAX = 512;
const ENTRY_WORDS_MAX = 8;
/** National and international forms of a number share their last digits. */
const NUMBER_DIGITS = 9;
const DIGIT_RUN = /\d(?:[ ().\-/]{0,2}\d){6,24}/g;
/** A number as long as the runs of digits above. */
const LONG_NUMBER = /^\d{7,}$/;
const EMAIL = /[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}/g;
const DIGEST_CHARS = 32;
/**
 * Where a phrase lies while it is hashed, one after another: a text has hundreds. A phrase that is
 * longer is no entry of eight words.
 */
const SCRATCH = Buffer.alloc(65_536);

/**
 * The entry of one private identifier: hashes of its normal form, salted by the reference, so that
 * two defenders with one address share nothing.
 * @returns undefined when nothing of it can be recognised
 */
export function vaultEntry(
  ref: DefenderRef,
  of: { readonly kind: VaultKind; readonly value: string },
  keys: VaultKeys,
): VaultEntry | undefined {
  const form = normalForm(of.kind, of.value);
  if (form === '' || form.split(' ').length > ENTRY_WORDS_MAX) return undefined;
  const bytes = bytesOf(ref, form);
  const tag = keys.tagOf(bytes).toString(16).padStart(8, '0');
  return { kind: of.kind, tag, digest: keys.digestOf(bytes).slice(0, DIGEST_CHARS) };
}

/**
 * Kinds of vault entries that texts hold, in any spelling that the normal form undoes: punctuation,
 * case, look-alike letters, digits of any script, spaced or spelled out. Linear in the texts; a tag decides for nearly
 * every phrase, a digest for the few that match.
 *
 * @source detection notes, section 3, D9
 */
export function vaultMatches(
  ref: DefenderRef,
  vault: readonly VaultEntry[],
  texts: readonly string[],
  keys: VaultKeys,
): readonly VaultKind[] {
  const tags = new Set(vault.map(({ tag }) => Number.parseInt(tag, 16)));
  const found = new Set<VaultKind>();
  const start = SCRATCH.write(saltOf(ref));
  for (const form of texts.flatMap(formsIn)) {
    const end = start + SCRATCH.write(form, start);
    if (!tags.has(keys.tagOf(SCRATCH, 0, end))) continue;
    const digest = keys.digestOf(SCRATCH.subarray(0, end)).slice(0, DIGEST_CHARS);
    for (const entry of vault) if (entry.digest === digest) found.add(entry.kind);
  }
  return [...found];
}

function normalForm(kind: VaultKind, value: string): string {
  if (kind === 'phone') return lastDigits(value);
  if (kind === 'email') return EMAIL_ALONE.exec(value.trim().toLowerCase())?.[0] ?? '';
  return wordsOf(value).join(' ');
}

const EMAIL_ALONE = new RegExp(`^${EMAIL.source}$`);

/** Everything in a text that could be the normal form of an entry. */
function formsIn(text: string): readonly string[] {
  const plain = hanDigits(text.normalize('NFKC').toLowerCase());
  const forms = new Set<string>();
  for (const [run] of plain.matchAll(DIGIT_RUN)) forms.add(lastDigits(run));
  for (const [email] of plain.matchAll(EMAIL)) forms.add(email);
  const words = wordsOf(text);
  addPhrases(words, forms);
  const joined = joinedDigits(words);
  if (joined.length < words.length) {
    addPhrases(joined, forms);
    for (const word of joined) if (LONG_NUMBER.test(word)) forms.add(lastDigits(word));
  }
  return [...forms];
}

function addPhrases(words: readonly string[], forms: Set<string>): void {
  words.forEach((_, from) => {
    let phrase = '';
    for (let to = from; to < Math.min(words.length, from + ENTRY_WORDS_MAX); to += 1) {
      phrase = phrase === '' ? (words[to] ?? '') : `${phrase} ${words[to]}`;
      forms.add(phrase);
    }
  });
}

function lastDigits(value: string): string {
  return value.normalize('NFKC').replace(/\D/g, '').slice(-NUMBER_DIGITS);
}

function wordsOf(text: string): readonly string[] {
  return canonicalise(text)
    .text.split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, WORDS_MAX);
}

function bytesOf(ref: DefenderRef, form: string): Uint8Array {
  return Buffer.from(`${saltOf(ref)}${form}`);
}

function saltOf(ref: DefenderRef): string {
  return `vault\0${ref}\0`;
}

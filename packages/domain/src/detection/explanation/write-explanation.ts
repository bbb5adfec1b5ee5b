import type { Explained, ExplanationSection } from './explain-signal.ts';
import type { Messages } from './messages.ts';
import { placesOf, type Sentence, type Slot, writeSentence } from './sentence.ts';

/** One part of an explanation in a language. */
export interface WrittenSection {
  readonly section: ExplanationSection;
  readonly title: string;
  readonly lines: readonly string[];
}

/** Writes an explanation in a language. What the language has no sentence for is named plainly. */
export function writeExplanation(
  explained: Explained,
  messages: Messages,
): readonly WrittenSection[] {
  return explained.map(({ section, sentences }) => ({
    section,
    title: writeSentence({ id: `section.${section}`, slots: {} }, messages),
    lines: sentences.map((each) => write(each, messages)),
  }));
}

/** Writes one sentence, with the plain form of its kind where the language lacks it. */
export function write(what: Sentence, messages: Messages): string {
  return writeSentence(known(what, messages), messages);
}

function known(what: Sentence, messages: Messages): Sentence {
  const slots = Object.fromEntries(
    Object.entries(what.slots).map(([name, slot]) => [name, knownSlot(slot, messages)]),
  );
  return { id: isWritable(what, messages) ? what.id : plainIdOf(what), slots };
}

/** Whether the language has the sentence, and the signal the numbers that it tells. */
function isWritable(what: Sentence, messages: Messages): boolean {
  const text = messages.sentences[what.id];
  return text !== undefined && placesOf(text).every((place) => place in what.slots);
}

function knownSlot(slot: Slot, messages: Messages): Slot {
  if (typeof slot === 'number' || typeof slot === 'string') return slot;
  if (Array.isArray(slot)) return slot.map((part: Sentence) => known(part, messages));
  return known(slot as Sentence, messages);
}

/** New detectors, gates, hypotheses and inputs are shown by their ids until they are translated. */
function plainIdOf({ id, slots }: Sentence): string {
  const [kind = ''] = id.split('.');
  const last = id.slice(id.lastIndexOf('.') + 1);
  switch (kind) {
    case 'reason':
      return slots.baseline === undefined ? 'reason.other' : 'reason.other.baseline';
    case 'gate':
    case 'benign':
      return `${kind}.other.${last}`;
    case 'missing':
      return 'missing.other';
    default:
      return 'term.other';
  }
}

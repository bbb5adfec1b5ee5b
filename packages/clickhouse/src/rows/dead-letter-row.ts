import { type DeadLetter, deriveId } from '@hrd-shield/contracts';
import { precedenceOf } from './precedence.ts';

/** How a letter came. */
export interface LetterOrigin {
  /** Id of the letter as an event; its writer derives it from what was refused. */
  readonly eventId: string;
  /** When it was appended, epoch ms. */
  readonly appendedAt: number;
}

/** A row of `dead_letters`. Times are epoch ms. */
export type DeadLetterRow = ReturnType<typeof deadLetterRow>;

/**
 * Code, step and topic of a refused record. A record that was refused twice, since its consumer
 * was restarted before the commit, is one row.
 */
export function deadLetterRow(letter: DeadLetter, origin: LetterOrigin) {
  return {
    id: deadLetterRowId(letter, origin),
    code: letter.code,
    step: letter.step,
    topic: letter.topic,
    sealed: letter.sealed,
    at: letter.at,
    precedence: precedenceOf(origin.appendedAt),
  };
}

/** Before screening the place of the record is known, and is the better identity. */
function deadLetterRowId(letter: DeadLetter, origin: LetterOrigin): string {
  if (letter.partition === undefined || letter.offset === undefined) {
    return deriveId('x', letter.step, origin.eventId);
  }
  return deriveId('x', letter.step, letter.topic, letter.partition, letter.offset);
}

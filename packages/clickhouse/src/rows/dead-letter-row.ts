import { type DeadLetter, deriveId } from '@hrd-shield/contracts';
import { precedenceOf } from './precedence.ts';

/** Where a record lies on its log. */
export interface LogPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** Epoch ms. */
  readonly appendedAt: number;
}

/** A row of `dead_letters`. Times are epoch ms. */
export type DeadLetterRow = ReturnType<typeof deadLetterRow>;

/**
 * Code, step and topic of a refused record. A record refused twice, because its consumer was
 * restarted before the commit, is one row where the letter still knows its place, which it does
 * before screening only.
 */
export function deadLetterRow(letter: DeadLetter, position: LogPosition) {
  return {
    id: deadLetterRowId(letter, position),
    code: letter.code,
    step: letter.step,
    topic: letter.topic,
    sealed: letter.sealed,
    at: letter.at,
    precedence: precedenceOf(position.appendedAt),
  };
}

function deadLetterRowId(letter: DeadLetter, position: LogPosition): string {
  if (letter.partition !== undefined && letter.offset !== undefined) {
    return deriveId('x', letter.step, letter.topic, letter.partition, letter.offset);
  }
  return deriveId('x', position.topic, position.partition, position.offset, position.appendedAt);
}

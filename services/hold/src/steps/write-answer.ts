import { type AdverseAnswer, invariant } from '@hrd-shield/contracts';

/** Length of every answer, bytes; all of it is ASCII. */
export const ANSWER_BYTES = 160;

/** The answer as it is sent: the same length, whatever it says. */
export function writeAnswer(answer: Omit<AdverseAnswer, 'pad'>): string {
  const bare = JSON.stringify({ ...answer, pad: '' });
  invariant(bare.length <= ANSWER_BYTES, 'an answer fits its length');
  return JSON.stringify({ ...answer, pad: ' '.repeat(ANSWER_BYTES - bare.length) });
}

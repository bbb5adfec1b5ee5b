import type { DecodedMessage } from '../client-internals.ts';

/** What the decoder did not hand on, carried by the last message of a batch. */
export interface PassedOver {
  /** Records passed over. */
  readonly count: number;
  /** The message that carries this is a record that was passed over itself. */
  readonly isLastMissed: boolean;
}

const PASSED_OVER = Symbol('passed over');

/** @param makeLast makes the last record of the partition, unless it is among the hits already */
export function passOver(
  messages: DecodedMessage[],
  makeLast: () => DecodedMessage,
  count: number,
): void {
  const made = makeLast();
  const isHit = messages.at(-1)?.offset === made.offset;
  if (!isHit) messages.push(made);
  const carrier = messages.at(-1);
  if (carrier === undefined) return;
  const passedOver: PassedOver = { count, isLastMissed: !isHit };
  Object.defineProperty(carrier, PASSED_OVER, { value: passedOver });
}

/** @returns undefined for a message of the stock decoder */
export function passedOverOf(message: object): PassedOver | undefined {
  return (message as { readonly [PASSED_OVER]?: PassedOver })[PASSED_OVER];
}

import { type ClientConnection, loadClientInternals } from '../client-internals.ts';
import { AnswerBuffers } from './answer-buffers.ts';

/** An answer begins with its length. */
const LENGTH_BYTES = 4;
/** Answers with less than this still to come are left to the client, bytes. */
const JOINED_BYTES_MIN = 65_536;
/** So are those that say they are longer: no broker sends them, and memory is not given on a word. */
const JOINED_BYTES_MAX = 134_217_728;

interface Joining {
  readonly into: Buffer;
  filled: number;
}

interface Reading {
  /** The connection that the bytes come from; the client goes on with another after a loss. */
  readonly socket: unknown;
  joining: Joining | undefined;
}

/** Where long answers are joined. Whoever is done with one, and holds no piece, gives it back. */
export const answerBuffers = new AnswerBuffers();
let isInstalled = false;

/**
 * From now on every client of this process joins long answers of brokers while they come. kafkajs
 * keeps all pieces and joins them at the end: twice the memory, all of it new. What an answer is,
 * and whom it is for, stays the client's to say.
 *
 * An answer that was cut off with its connection ends there. kafkajs would take the first bytes of
 * the next connection for its rest, and understand nothing from then on.
 *
 * @throws ShieldError `config.invalid` when the client is another than the pinned one
 */
export function joinAnswers(): void {
  if (isInstalled) return;
  isInstalled = true;
  const { Connection } = loadClientInternals();
  const stock = Connection.prototype.processData;
  const readings = new WeakMap<ClientConnection, Reading>();
  Connection.prototype.processData = function processData(piece) {
    const reading = readingOf(this, readings);
    for (let rest = piece; rest.length > 0; ) {
      const { joining } = reading;
      if (joining === undefined) {
        // Copied, since the piece is written over by the next one.
        stock.call(this, Buffer.from(rest));
        reading.joining = beginJoining(this);
        break;
      }
      const taken = rest.copy(joining.into, joining.filled);
      joining.filled += taken;
      rest = rest.subarray(taken);
      if (joining.filled < joining.into.length) break;
      reading.joining = undefined;
      // One piece alone is not joined by the client again.
      forgetPieces(this);
      stock.call(this, joining.into);
    }
  };
}

function readingOf(
  connection: ClientConnection,
  readings: WeakMap<ClientConnection, Reading>,
): Reading {
  const { socket } = connection;
  const known = readings.get(connection);
  if (known !== undefined && known.socket === socket) return known;
  if (known !== undefined) {
    forgetPieces(connection);
    connection.bytesNeeded = LENGTH_BYTES;
  }
  const reading = { socket, joining: undefined };
  readings.set(connection, reading);
  return reading;
}

/** Takes over an answer whose length the client knows by now, and most of which is still to come. */
function beginJoining(connection: ClientConnection): Joining | undefined {
  const { authHandlers, bytesBuffered, bytesNeeded, chunks } = connection;
  if (authHandlers !== null || bytesNeeded - bytesBuffered < JOINED_BYTES_MIN) return undefined;
  if (bytesNeeded > JOINED_BYTES_MAX) return undefined;
  const into = answerBuffers.take(bytesNeeded);
  let filled = 0;
  for (const chunk of chunks) filled += chunk.copy(into, filled);
  return { into, filled };
}

function forgetPieces(connection: ClientConnection): void {
  connection.chunks = [];
  connection.bytesBuffered = 0;
}

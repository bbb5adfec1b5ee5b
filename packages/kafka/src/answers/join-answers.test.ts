import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type ClientConnection, loadClientInternals } from '../client-internals.ts';
import { answerBuffers, joinAnswers } from './join-answers.ts';

interface Answer {
  readonly correlationId: number;
  readonly payload: Buffer;
}
interface TestedConnection extends ClientConnection {
  socket: unknown;
  requestQueue: { fulfillRequest(answer: Answer): void };
}

/** Bytes of a fetch whose answer comes in many pieces. */
const LONG = 300_000;
const silent = { debug() {}, error() {}, namespace: () => silent };

beforeAll(() => joinAnswers());

/** A connection of the client itself, whose answers are handed to `onAnswer`. */
function connectionWith(onAnswer: (answer: Answer) => void): TestedConnection {
  const { Connection } = loadClientInternals() as unknown as {
    Connection: new (options: object) => TestedConnection;
  };
  const connection = new Connection({ host: 'h', port: 1, logger: silent });
  connection.socket = {};
  connection.requestQueue.fulfillRequest = onAnswer;
  return connection;
}

function encode({ correlationId, payload }: Answer): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(4 + payload.length);
  head.writeInt32BE(correlationId, 4);
  return Buffer.concat([head, payload]);
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Hands bytes over as a socket does: in pieces, each written over by the next. */
function feed(connection: TestedConnection, bytes: Buffer, pieceBytes: readonly number[]): void {
  const slab = Buffer.alloc(Math.max(...pieceBytes));
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const taken = bytes.copy(slab, 0, at, at + (pieceBytes[n % pieceBytes.length] ?? 1));
    connection.processData(slab.subarray(0, taken));
    slab.fill(0xee, 0, taken);
    at += taken;
  }
}

test('answers come out as they were sent, however they are cut, in buffers that are used again', () => {
  const answers = fc.array(fc.oneof(fc.nat(40), fc.nat(LONG)), { minLength: 1, maxLength: 6 });
  const pieces = fc.array(fc.integer({ min: 1, max: 65_536 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(answers, pieces, (lengths, pieceBytes) => {
      const sent = lengths.map((length, n) => ({ correlationId: n, payload: randomBytes(length) }));
      const came: [number, string][] = [];
      const connection = connectionWith(({ correlationId, payload }) => {
        came.push([correlationId, digest(payload)]);
        answerBuffers.giveBack(payload);
      });
      // Single bytes of a long answer would only take long.
      const least = lengths.some((length) => length > 1_000) ? 1_000 : 1;
      feed(
        connection,
        Buffer.concat(sent.map(encode)),
        pieceBytes.map((n) => Math.max(n, least)),
      );
      expect(came).toEqual(sent.map((one) => [one.correlationId, digest(one.payload)]));
    }),
    { numRuns: 60 },
  );
});

test('long answers take the same memory in turn, unless somebody still holds it', () => {
  const held: ArrayBufferLike[] = [];
  const connection = connectionWith(({ payload }) => {
    held.push(payload.buffer);
    if (held.length === 1) answerBuffers.giveBack(payload);
  });
  const answer = encode({ correlationId: 1, payload: randomBytes(LONG) });
  for (let n = 0; n < 3; n += 1) feed(connection, answer, [65_536]);
  expect([held[1] === held[0], held[2] === held[1]]).toEqual([true, false]);
});

test.each([
  ['a long answer', LONG],
  ['a short one', 40],
])('%s that was cut off is not joined to what the next connection says', (_, length) => {
  const came: number[] = [];
  const connection = connectionWith(({ correlationId }) => came.push(correlationId));
  const cut = encode({ correlationId: 1, payload: randomBytes(length) });
  feed(connection, cut.subarray(0, cut.length - 20), [65_536]);
  connection.socket = {};
  feed(connection, encode({ correlationId: 2, payload: randomBytes(length) }), [65_536]);
  expect(came).toEqual([2]);
});

test('memory is not given on the word of a stranger who says that a gigabyte follows', () => {
  const connection = connectionWith(() => undefined);
  const stranger = Buffer.alloc(100);
  stranger.write('HTTP/1.1 400 Bad Request');
  const before = process.memoryUsage().arrayBuffers;
  connection.processData(stranger);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
});

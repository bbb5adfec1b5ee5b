import { askTcp } from './ask-tcp.ts';

const FIND_COORDINATOR_KEY = 10;
const FIND_COORDINATOR_VERSION = 2;
const CORRELATION_ID = 1;
const LENGTH_BYTES = 4;
/** After the length: correlation id (4) and throttle time (4). */
const ERROR_CODE_OFFSET = LENGTH_BYTES + 8;

/** The two kinds of coordinator a client asks a broker for. */
export const coordinatorKinds = { group: 0, transaction: 1 } as const;

/**
 * A FindCoordinator request of the Kafka protocol, framed.
 * @source https://kafka.apache.org/protocol.html#The_Messages_FindCoordinator
 */
export function findCoordinatorRequest(key: string, kind: 0 | 1): Buffer {
  const keyBytes = Buffer.from(key, 'utf8');
  const body = Buffer.alloc(8 + 2 + 2 + keyBytes.length + 1);
  let at = body.writeInt16BE(FIND_COORDINATOR_KEY, 0);
  at = body.writeInt16BE(FIND_COORDINATOR_VERSION, at);
  at = body.writeInt32BE(CORRELATION_ID, at);
  at = body.writeInt16BE(-1, at);
  at = body.writeInt16BE(keyBytes.length, at);
  at += keyBytes.copy(body, at);
  body.writeInt8(kind, at);
  const frame = Buffer.alloc(LENGTH_BYTES);
  frame.writeInt32BE(body.length);
  return Buffer.concat([frame, body]);
}

/**
 * True once the broker answers for both coordinators. Asking makes the broker create its internal
 * topics, so that the first consumer group and the first transaction meet a ready broker.
 */
export async function isKafkaReady(port: number): Promise<boolean> {
  for (const kind of [coordinatorKinds.group, coordinatorKinds.transaction]) {
    const request = findCoordinatorRequest('local-stack-probe', kind);
    const answer = await askTcp(port, request, isWholeFrame);
    if (answer === undefined || answer.length < ERROR_CODE_OFFSET + 2) return false;
    if (answer.readInt16BE(ERROR_CODE_OFFSET) !== 0) return false;
  }
  return true;
}

function isWholeFrame(answer: Buffer): boolean {
  return answer.length >= LENGTH_BYTES && answer.length >= LENGTH_BYTES + answer.readInt32BE(0);
}

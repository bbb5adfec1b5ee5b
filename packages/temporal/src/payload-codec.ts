import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { invariant, ShieldError } from '@hrd-shield/contracts';
import type { Payload, PayloadCodec } from '@temporalio/common';

const ENCODING = 'binary/encrypted';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;

/**
 * Seals everything that the workflow server keeps: arguments, results, state, failures. A payload
 * that is not sealed is read as it is, so that the codec can be brought in while workflows live.
 *
 * @param payloadKey 32 bytes, from the keyring; of several the first one seals and each opens
 */
export function createPayloadCodec(payloadKey: PayloadKey): PayloadCodec {
  const { onOpen, ring } = ringOf(payloadKey);
  const [newest] = ring;
  for (const key of ring) {
    invariant(key.length === KEY_BYTES, `a payload key has ${KEY_BYTES} bytes`);
  }
  /** A payload names no key: it authenticates under its own alone. */
  const opened = (payload: Payload): Payload => {
    onOpen();
    let fault: unknown;
    for (const key of ring) {
      try {
        return open(key, payload);
      } catch (cause) {
        fault = cause;
      }
    }
    throw fault;
  };
  return {
    encode: async (payloads) => payloads.map((payload) => seal(newest, payload)),
    decode: async (payloads) =>
      payloads.map((payload) => (isSealed(payload) ? opened(payload) : payload)),
  };
}

/** The key of today, and while it is rotated the one before. */
export type PayloadRing = readonly [Uint8Array, ...Uint8Array[]];

/** Keys of which each use to open is accounted for first; where it cannot be, nothing opens. */
export interface BookedRing {
  readonly ring: PayloadRing;
  /** @throws ShieldError `audit.unavailable` */
  readonly onOpen: () => void;
}

export type PayloadKey = Uint8Array | PayloadRing | BookedRing;

function ringOf(given: PayloadKey): BookedRing {
  if ('onOpen' in given) return given;
  return { ring: given instanceof Uint8Array ? [given] : given, onOpen: () => undefined };
}

function isSealed(payload: Payload): boolean {
  const encoding = payload.metadata?.encoding;
  return encoding !== undefined && encoding !== null && textOf(encoding) === ENCODING;
}

function seal(key: Uint8Array, payload: Payload): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const data = Buffer.concat([
    nonce,
    cipher.update(pack(payload)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return { metadata: { encoding: Buffer.from(ENCODING) }, data };
}

function open(key: Uint8Array, payload: Payload): Payload {
  const bytes = Buffer.from(payload.data ?? []);
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
    return unpack(Buffer.concat([decipher.update(body), decipher.final()]));
  } catch (cause) {
    throw new ShieldError('seal.broken', { cause });
  }
}

/** Length of the metadata (4 bytes), the metadata as JSON, the data. */
function pack(payload: Payload): Buffer {
  const metadata = Object.entries(payload.metadata ?? {}).map(
    ([name, value]) => [name, Buffer.from(value ?? []).toString('base64')] as const,
  );
  const head = Buffer.from(JSON.stringify(metadata));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, Buffer.from(payload.data ?? [])]);
}

function unpack(bytes: Buffer): Payload {
  const end = LENGTH_BYTES + bytes.readUInt32BE(0);
  const head = JSON.parse(bytes.subarray(LENGTH_BYTES, end).toString()) as [string, string][];
  return {
    metadata: Object.fromEntries(head.map(([name, value]) => [name, Buffer.from(value, 'base64')])),
    data: bytes.subarray(end),
  };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

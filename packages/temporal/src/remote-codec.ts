import type { Payload } from '@temporalio/common';
import { createPayloadCodec, type PayloadKey } from './payload-codec.ts';

/** A payload as the Web UI and the command line of the workflow server send it: bytes in base64. */
export interface RemotePayload {
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly data?: string | undefined;
}

/**
 * Opens payloads by the protocol of remote codecs.
 * @source Temporal documentation, "Codec Server": `POST /decode` with `{ payloads }` in proto JSON
 */
export interface RemoteCodec {
  /** @throws ShieldError `seal.broken` */
  decode(payloads: readonly RemotePayload[]): Promise<readonly RemotePayload[]>;
}

/** Opens under whatever keys it was given, and never seals. */
export function createRemoteCodec(payloadKey: PayloadKey): RemoteCodec {
  const codec = createPayloadCodec(payloadKey);
  return {
    decode: async (payloads) => (await codec.decode(payloads.map(toPayload))).map(toRemote),
  };
}

function toPayload({ data, metadata = {} }: RemotePayload): Payload {
  const bytes = Object.entries(metadata).map(([name, text]) => [name, fromBase64(text)] as const);
  return { metadata: Object.fromEntries(bytes), data: fromBase64(data ?? '') };
}

function toRemote({ data, metadata }: Payload): RemotePayload {
  const texts = Object.entries(metadata ?? {}).map(
    ([name, bytes]) => [name, toBase64(bytes)] as const,
  );
  return { metadata: Object.fromEntries(texts), data: toBase64(data) };
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}

function toBase64(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString('base64');
}

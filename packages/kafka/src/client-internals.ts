import { createRequire } from 'node:module';
import { ShieldError } from '@hrd-shield/contracts';

/**
 * The modules inside kafkajs that the shield stands on. They are no public interface:
 * the version is pinned, checked when they are loaded, and `client-internals.test.ts` fails when
 * their text changes.
 */
export const CLIENT_VERSION = '2.2.4';

/** Paths inside the client whose text we depend on. */
export const CLIENT_MODULES = [
  'src/protocol/requests/fetch/index.js',
  'src/protocol/requests/fetch/v11/response.js',
  'src/protocol/recordBatch/v0/decoder.js',
  'src/protocol/recordBatch/record/v0/decoder.js',
  'src/protocol/requests/fetch/v4/decodeMessages.js',
  'src/protocol/decoder.js',
  'src/consumer/batch.js',
  'src/consumer/filterAbortedMessages.js',
  'src/network/connection.js',
] as const;

/** A message as kafkajs decodes it, with the batch that it came in. */
export interface DecodedMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly timestamp: string;
  readonly attributes: number;
  readonly offset: string;
  readonly headers: Readonly<Record<string, Buffer | Buffer[] | undefined>>;
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;
}

export interface BatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  readonly partitionLeaderEpoch: number;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
  readonly lastOffsetDelta: number;
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly maxTimestamp: string;
  readonly timestampType: number;
  readonly magicByte: number;
}

/** A cursor over bytes. */
export interface ClientDecoder {
  readInt8(): number;
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readVarInt(): number;
  readString(): string;
  readBytes(length: number): Buffer;
}

/** One connection to a broker, with what came of an answer that is not whole yet. */
export interface ClientConnection {
  readonly socket: unknown;
  /** Set while the connection says who it is. */
  readonly authHandlers: unknown;
  chunks: Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  processData(piece: Buffer): void;
}

export interface FetchTopic {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly fetchOffset: string }[];
}

export interface FetchCall {
  readonly request: unknown;
  readonly response: {
    readonly decode: (payload: Buffer) => Promise<unknown>;
    readonly parse: (decoded: unknown) => Promise<unknown>;
  };
  readonly requestTimeout: number;
}
type FetchVersion = (args: { readonly topics: readonly FetchTopic[] }) => FetchCall;

export interface ClientInternals {
  readonly Connection: { readonly prototype: ClientConnection };
  /** The fetch request; its `protocol` is what the decoder puts itself into. */
  readonly fetch: { protocol: (args: { readonly version: number }) => FetchVersion };
  readonly Decoder: new (bytes: Buffer) => ClientDecoder;
  readonly decodeRecord: (decoder: ClientDecoder, context: BatchContext) => DecodedMessage;
  readonly decodeBatch: (
    decoder: ClientDecoder,
  ) => Promise<{ readonly records: readonly DecodedMessage[] }>;
  /** Reads the length, then the records, in any format that the client knows. */
  readonly decodeMessages: (decoder: ClientDecoder) => Promise<readonly DecodedMessage[]>;
}

/** @throws ShieldError `config.invalid` when another kafkajs is installed than the pinned one */
export function loadClientInternals(): ClientInternals {
  const require = createRequire(import.meta.url);
  const { version } = require('kafkajs/package.json') as { readonly version: string };
  if (version !== CLIENT_VERSION) {
    const detail = `this release knows kafkajs ${CLIENT_VERSION}, not ${version}`;
    throw new ShieldError('config.invalid', { detail });
  }
  const load = <T>(path: (typeof CLIENT_MODULES)[number]): T => require(`kafkajs/${path}`) as T;
  return {
    Connection: load('src/network/connection.js'),
    fetch: load('src/protocol/requests/fetch/index.js'),
    Decoder: load('src/protocol/decoder.js'),
    decodeRecord: load('src/protocol/recordBatch/record/v0/decoder.js'),
    decodeBatch: load('src/protocol/recordBatch/v0/decoder.js'),
    decodeMessages: load('src/protocol/requests/fetch/v4/decodeMessages.js'),
  };
}

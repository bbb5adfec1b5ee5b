import * as zlib from 'node:zlib';
import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import { describe, expect, test } from 'vitest';
import { createClient } from '../../../packages/kafka/src/connection.ts';
import { describeConformance } from '../../harness/log-conformance/describe-conformance.ts';
import {
  conformancePlace,
  type LogAdapter,
  productAdapter,
  until,
} from '../../harness/log-conformance/place.ts';
import { createPlatformaticSink } from './platformatic-sink.ts';
import { PlatformaticSource } from './platformatic-source.ts';

const platformatic: LogAdapter = {
  createSource: (settings) => new PlatformaticSource(settings),
  createSink: createPlatformaticSink,
};
const CLIENTS: readonly (readonly [string, LogAdapter])[] = [
  ['@platformatic/kafka', platformatic],
  ['kafkajs, decoded in place', productAdapter(() => true)],
];

test('the lane runs under the Node that the client asks for', () => {
  expect(process.versions.node.split('.')[0]).toBe('24');
});

describe('@platformatic/kafka keeps every promise of the port', () => {
  describeConformance(platformatic);
});

/** The types are those of the oldest Node that the product runs under. */
const { zstdCompressSync } = zlib as typeof zlib & {
  readonly zstdCompressSync: (bytes: Buffer) => Buffer;
};

/** kafkajs has no codec of its own; the in-place decoder takes that of Node. */
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async ({ buffer }: { readonly buffer: Buffer }) => zstdCompressSync(buffer),
  decompress: async () => {
    throw new TypeError('the stock decoder was asked');
  },
});

describe.each(CLIENTS)('zstd: %s', (_name, adapter) => {
  const place = conformancePlace(adapter);

  test('a batch of Node zstd is read', async () => {
    const producer = createClient(place.connection).producer();
    await producer.connect();
    const messages = ['a', 'b'].map((value) => ({ key: 'k', value, partition: 0 }));
    await producer.send({ topic: place.topic, messages, compression: CompressionTypes.ZSTD });
    await producer.disconnect();
    const seen: string[] = [];
    await place.source().start({
      onBatch: async ({ records }) => void seen.push(...records.map(({ value }) => String(value))),
    });
    await until(() => seen.length === 2);
    expect(seen).toEqual(['a', 'b']);
  });
});

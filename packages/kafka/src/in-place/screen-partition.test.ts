import { crc32c } from '@node-rs/crc32';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DecodedMessage, loadClientInternals } from '../client-internals.ts';
import { passedOverOf } from './passed-over.ts';
import { type FetchedPartition, screenPartition } from './screen-partition.ts';
import { encodeBatch, encodeEndMarker, type TestRecord } from './testing/encode-batch.ts';
import type { KeyFilter } from './walk-records.ts';

const client = loadClientInternals();
const none = { fetchOffset: 0, abortedTransactions: [] };

const letters =
  (wanted: string): KeyFilter =>
  (bytes, from, to) =>
    wanted.includes(bytes.toString('utf8', from, to));

function screen(records: Buffer, wanted: string, at: Partial<FetchedPartition> = {}) {
  return screenPartition({ records, ...none, ...at }, letters(wanted), client);
}

function shown(messages: readonly DecodedMessage[]) {
  return {
    offsets: messages.filter((one) => !one.isControlRecord).map(({ offset }) => offset),
    marker: messages.findLast((one) => one.isControlRecord)?.offset,
    passedOver: messages.flatMap((one) => passedOverOf(one) ?? []),
  };
}

const keys = (text: string): TestRecord[] => [...text].map((key) => ({ key }));

test('hits come in log order, then the last record with the count of what was passed over', async () => {
  const records = Buffer.concat([
    await encodeBatch({ firstOffset: 10, records: keys('axbx') }),
    await encodeBatch({ firstOffset: 14, records: keys('xxax') }),
  ]);
  expect(shown(await screen(records, 'ab'))).toEqual({
    offsets: ['10', '12', '16', '17'],
    marker: undefined,
    passedOver: [{ count: 5, isLastMissed: true }],
  });
});

test('a last record that is a hit is not there twice', async () => {
  const records = await encodeBatch({ firstOffset: 0, records: keys('xa') });
  expect(shown(await screen(records, 'a'))).toEqual({
    offsets: ['1'],
    marker: undefined,
    passedOver: [{ count: 1, isLastMissed: false }],
  });
});

test('records before the wanted offset are neither hits nor misses', async () => {
  const records = await encodeBatch({ firstOffset: 100, records: keys('axax') });
  expect(shown(await screen(records, 'a', { fetchOffset: 102 }))).toEqual({
    offsets: ['102', '103'],
    marker: undefined,
    passedOver: [{ count: 1, isLastMissed: true }],
  });
});

test('a record without a key is handed on', async () => {
  const records = await encodeBatch({ firstOffset: 0, records: [{ key: null }, { key: 'x' }] });
  const messages = await screen(records, '');
  expect(messages.map(({ key }) => key?.toString())).toEqual([undefined, 'x']);
  expect(passedOverOf(messages[1] ?? {})?.count).toBe(1);
});

test('a batch that the broker cut is left for the next fetch', async () => {
  const whole = await encodeBatch({ firstOffset: 0, records: keys('a') });
  const cut = (await encodeBatch({ firstOffset: 1, records: keys('a') })).subarray(0, 66);
  expect(shown(await screen(Buffer.concat([whole, cut]), 'a')).offsets).toEqual(['0']);
});

test('one flipped bit stops the partition with a reason', async () => {
  const records = await encodeBatch({ firstOffset: 7, records: keys('xxx') });
  records.writeUInt8(records.readUInt8(80) ^ 1, 80);
  await expect(screen(records, '')).rejects.toMatchObject({
    code: 'kafka.corrupt-batch',
    message: expect.stringContaining('offset 7'),
  });
});

test('records of an aborted transaction are passed by uncounted, those of others are not', async () => {
  const records = Buffer.concat([
    await encodeBatch({ firstOffset: 0, records: keys('ax'), transaction: 1 }),
    await encodeBatch({ firstOffset: 2, records: keys('ax'), transaction: 2 }),
    await encodeEndMarker({ firstOffset: 4, transaction: 1 }, 'abort', crc32c),
    await encodeBatch({ firstOffset: 5, records: keys('ax'), transaction: 1 }),
    await encodeEndMarker({ firstOffset: 7, transaction: 2 }, 'commit', crc32c),
    await encodeEndMarker({ firstOffset: 8, transaction: 1 }, 'commit', crc32c),
  ]);
  const abortedTransactions = [{ producerId: 1n, firstOffset: 0 }];
  expect(shown(await screen(records, 'a', { abortedTransactions }))).toEqual({
    offsets: ['2', '5', '6'],
    marker: '8',
    passedOver: [{ count: 2, isLastMissed: true }],
  });
});

test('transactions that abort between two hits are all seen', async () => {
  const records = Buffer.concat([
    await encodeBatch({ firstOffset: 0, records: keys('x'), transaction: 1 }),
    await encodeBatch({ firstOffset: 1, records: keys('x'), transaction: 2 }),
    await encodeBatch({ firstOffset: 2, records: keys('a'), transaction: 2 }),
  ]);
  const abortedTransactions = [
    { producerId: 1n, firstOffset: 0 },
    { producerId: 2n, firstOffset: 1 },
  ];
  expect(shown(await screen(records, 'a', { abortedTransactions }))).toEqual({
    offsets: [],
    marker: '2',
    passedOver: [],
  });
});

test('hits keep no view of the bytes that the broker sent', async () => {
  const records = await encodeBatch({ firstOffset: 0, records: keys('a') });
  const [hit] = await screen(records, 'a');
  expect(hit?.value?.buffer).not.toBe(records.buffer);
});

const record = fc.record({
  key: fc.option(fc.string({ maxLength: 8 })),
  value: fc.option(fc.string({ maxLength: 300 })),
  headers: fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), fc.string({ maxLength: 8 })),
});

test('a filter that lets all through gives what the decoder of the client gives', async () => {
  const batches = fc.array(
    fc.record({ records: fc.array(record, { minLength: 1, maxLength: 6 }), gzip: fc.boolean() }),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(batches, async (made) => {
      let firstOffset = 0;
      const encoded: Buffer[] = [];
      for (const batch of made) {
        encoded.push(await encodeBatch({ ...batch, firstOffset }));
        firstOffset += batch.records.length;
      }
      const records = Buffer.concat(encoded);
      const sized = Buffer.concat([Buffer.alloc(4), records]);
      sized.writeInt32BE(records.length);
      const stock = await client.decodeMessages(new client.Decoder(sized));
      const own = await screenPartition({ records, ...none }, () => true, client);
      expect(own).toEqual(stock);
    }),
    { numRuns: 100 },
  );
});

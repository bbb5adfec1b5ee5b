import { headersOf } from '@hrd-shield/kafka';
import { CompressionTypes } from 'kafkajs';
import { expect, test } from 'vitest';
import { withAdmin } from '../../../packages/kafka/src/admin.ts';
import { createClient } from '../../../packages/kafka/src/connection.ts';
import { uniqueName } from '../stack.ts';
import { type ConformancePlace, gate, until, valuesOf } from './place.ts';

/** What lies on the log and what is gone from it. */
export function describeLog(place: ConformancePlace): void {
  test('a committed offset that the broker no longer has is refused at every start, not skipped', async () => {
    await place.append(['a', 'b', 'c']);
    const one = place.source();
    const counted: unknown[] = [];
    await one.start({ onBatch: async (batch) => void counted.push(...batch.records) });
    await until(() => counted.length === 3);
    await one.stop();
    await place.append(['lost', 'lost too']);
    await deleteUpTo(place, '5');
    await place.append(['kept']);
    const seen: string[] = [];
    const faults: string[] = [];
    const two = place.source({ onFault: (fault) => void faults.push(fault.code) });
    await two.start({ onBatch: async (batch) => void seen.push(...valuesOf(batch)) });
    await until(() => faults.includes('kafka.offset-gap'));
    expect(two.isHealthy()).toBe(false);
    await two.stop();
    // Whatever a client has committed about it meanwhile, as kafkajs does.
    faults.length = 0;
    const three = place.source({ onFault: (fault) => void faults.push(fault.code) });
    await three.start({ onBatch: async (batch) => void seen.push(...valuesOf(batch)) });
    await until(() => faults.includes('kafka.offset-gap'));
    expect(seen).toEqual([]);
  });

  test('a committed offset beyond the head, as after a topic was made anew, is refused', async () => {
    await place.append(['a']);
    await withAdmin(createClient(place.connection), (admin) =>
      admin.setOffsets({
        groupId: place.groupId,
        topic: place.topic,
        partitions: [{ partition: 0, offset: '99' }],
      }),
    );
    const seen: string[] = [];
    const faults: string[] = [];
    const one = place.source({ onFault: (fault) => void faults.push(fault.code) });
    await one.start({ onBatch: async (batch) => void seen.push(...valuesOf(batch)) });
    await until(() => faults.includes('kafka.offset-gap'));
    expect([one.isHealthy(), seen]).toEqual([false, []]);
  });

  test('records that vanish while the source reads end it, and it starts nowhere else', async () => {
    await place.append(['a']);
    const handled = gate();
    const seen: string[] = [];
    const faults: string[] = [];
    const one = place.source({ onFault: (fault) => void faults.push(fault.code) });
    await one.start({
      onBatch: async (batch) => {
        seen.push(...valuesOf(batch));
        await handled.opened;
      },
    });
    await until(() => seen.length === 1);
    await place.append(['lost', 'lost too']);
    await deleteUpTo(place, '3');
    await place.append(['kept']);
    handled.open();
    await until(() => faults.includes('kafka.offset-gap'));
    expect([one.isHealthy(), seen]).toEqual([false, ['a']]);
  });

  test('what a transaction took back is never read', async () => {
    const client = createClient(place.connection);
    const producer = client.producer({
      transactionalId: uniqueName('tx'),
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    for (const [value, end] of [
      ['x', 'abort'],
      ['y', 'commit'],
      ['z', 'abort'],
    ] as const) {
      const transaction = await producer.transaction();
      await transaction.send({ topic: place.topic, messages: [{ key: 'k', value, partition: 0 }] });
      await transaction[end]();
    }
    await producer.disconnect();
    await place.append(['end']);
    const seen: string[] = [];
    await place.source().start({ onBatch: async (batch) => void seen.push(...valuesOf(batch)) });
    await until(() => seen.includes('end'));
    expect(seen).toEqual(['y', 'end']);
    await expect.poll(() => place.committed(), { timeout: 10_000 }).toBe('7');
  });

  test('a compressed batch with keys, headers and an empty value arrives as it was written', async () => {
    const producer = createClient(place.connection).producer();
    await producer.connect();
    const messages = [
      { key: 'k', value: 'a', headers: { h: 'x' }, partition: 0 },
      { key: null, value: null, partition: 0 },
    ];
    await producer.send({ topic: place.topic, messages, compression: CompressionTypes.GZIP });
    await producer.disconnect();
    const seen: unknown[] = [];
    await place.source().start({
      onBatch: async ({ records }) =>
        void seen.push(
          ...records.map((record) => [
            record.offset,
            record.key?.toString() ?? null,
            record.value?.toString() ?? null,
            headersOf(record),
          ]),
        ),
    });
    await until(() => seen.length === 2);
    expect(seen).toEqual([
      ['0', 'k', 'a', { h: 'x' }],
      ['1', null, null, {}],
    ]);
  });
}

async function deleteUpTo(place: ConformancePlace, offset: string): Promise<void> {
  await withAdmin(createClient(place.connection), async (admin) => {
    // The client knows a topic only after it was asked about it.
    await admin.fetchTopicOffsets(place.topic);
    await admin.deleteTopicRecords({ topic: place.topic, partitions: [{ partition: 0, offset }] });
  });
}

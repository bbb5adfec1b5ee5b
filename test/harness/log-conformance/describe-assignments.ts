import type { SourceBatch } from '@hrd-shield/pipeline';
import { expect, test } from 'vitest';
import { type ConformancePlace, gate, PARTITIONS, until, valuesOf } from './place.ts';

/** Who owns a partition, from where, and what a member may do that no longer does. */
export function describeAssignments(place: ConformancePlace): void {
  test('a new life of the group goes on at the committed offset', async () => {
    await place.append(['a', 'b']);
    const first: string[] = [];
    const one = place.source();
    await one.start({ onBatch: async (batch) => void first.push(...valuesOf(batch)) });
    await until(() => first.length === 2);
    await one.stop();
    await place.append(['c']);
    const second: string[] = [];
    await place.source().start({ onBatch: async (batch) => void second.push(...valuesOf(batch)) });
    await until(() => second.length > 0);
    expect(second).toEqual(['c']);
  });

  test('an assignment is asked about only once the one before is answered', async () => {
    let open = 0;
    let atOnce = 0;
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const onAssigned = async (): Promise<readonly []> => {
      open += 1;
      atOnce = Math.max(atOnce, open);
      await answered;
      open -= 1;
      return [];
    };
    const taken: string[] = [];
    const onBatch = async (batch: SourceBatch): Promise<void> =>
      void taken.push(...valuesOf(batch));
    const one = place.source();
    const begun = one.start({ onAssigned, onBatch });
    await until(() => open === 1);
    let isOtherAsked = false;
    const other = place.source().start({
      onAssigned: async () => {
        isOtherAsked = true;
        return [];
      },
      onBatch,
    });
    await until(() => isOtherAsked);
    answer();
    await Promise.all([begun, other]);
    await place.append(['a'], 0);
    await place.append(['b'], 1);
    await until(() => taken.length === 2);
    expect(atOnce).toBe(1);
    expect(one.isHealthy()).toBe(true);
  });

  test('a batch goes stale when another member joins, and each partition has one owner', async () => {
    await place.append(['a'], 0);
    await place.append(['b'], 1);
    let held: SourceBatch | undefined;
    let release = false;
    const revoked: number[] = [];
    await place.source().start({
      onRevoked: (partitions) => void revoked.push(partitions.length),
      onBatch: async (batch) => {
        held ??= batch;
        while (!release) {
          await batch.heartbeat();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      },
    });
    await until(() => held !== undefined);
    expect(held?.isStale()).toBe(false);
    const assigned: number[] = [];
    const other = place.source();
    const joined = other.start({
      onAssigned: async (partitions) => {
        assigned.push(partitions.length);
        return [];
      },
      onBatch: async () => undefined,
    });
    await until(() => held?.isStale());
    release = true;
    await joined;
    await until(() => assigned.at(-1) === 1);
    await until(() => revoked.includes(PARTITIONS));
  });

  test('the handler says where an assignment starts', async () => {
    await place.append(['a', 'b', 'c', 'd']);
    const one = place.source();
    const counted: unknown[] = [];
    await one.start({ onBatch: async (batch) => void counted.push(...batch.records) });
    await until(() => counted.length === 4);
    await one.stop();
    const seen: string[] = [];
    await place.source().start({
      onAssigned: async (partitions) =>
        partitions.filter((at) => at.partition === 0).map((at) => ({ ...at, offset: '1' })),
      onBatch: async (batch) => void seen.push(...valuesOf(batch)),
    });
    await until(() => seen.length === 3);
    expect(seen).toEqual(['b', 'c', 'd']);
    // Replay below the commit never moves it back.
    expect(await place.committed()).toBe('4');
  });

  test('what lies before a later start is committed, though nothing more arrives', async () => {
    await place.append(['a', 'b', 'c']);
    const seen: string[] = [];
    await place.source().start({
      onAssigned: async (partitions) =>
        partitions.filter((at) => at.partition === 0).map((at) => ({ ...at, offset: '3' })),
      onBatch: async (batch) => void seen.push(...valuesOf(batch)),
    });
    await expect.poll(() => place.committed(), { timeout: 10_000 }).toBe('3');
    expect(seen).toEqual([]);
  });

  test('a hung handler loses its partitions, and what it does on waking changes nothing', async () => {
    await place.append(['a', 'b']);
    const wake = gate();
    let held: SourceBatch | undefined;
    let isAwake = false;
    const faults: string[] = [];
    const hung = place.source({
      watchdogMs: 2_000,
      onFault: ({ message }) => void faults.push(message),
    });
    const late: string[] = [];
    await hung.start({
      onBatch: async (batch) => {
        if (held !== undefined) return void late.push(...valuesOf(batch));
        held = batch;
        await wake.opened;
        isAwake = true;
      },
    });
    await until(() => held !== undefined);
    expect(hung.isHealthy()).toBe(true);
    await until(() => !hung.isHealthy());
    const seen: string[] = [];
    const other = place.source();
    await other.start({ onBatch: async (batch) => void seen.push(...valuesOf(batch)) });
    await until(() => seen.length === 2);
    await expect.poll(() => place.committed(), { timeout: 10_000 }).toBe('2');
    expect(held?.isStale()).toBe(true);
    expect(faults.some((text) => text.includes('handler'))).toBe(true);
    wake.open();
    await until(() => isAwake);
    await place.append(['c']);
    await until(() => seen.length + late.length === 3);
    expect([...seen, ...late]).toEqual(['a', 'b', 'c']);
    await expect.poll(() => place.committed(), { timeout: 10_000 }).toBe('3');
    await until(() => hung.isHealthy());
  });
}

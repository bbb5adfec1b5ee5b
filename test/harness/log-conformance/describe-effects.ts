import { expect, test } from 'vitest';
import { type ConformancePlace, gate, until, valuesOf } from './place.ts';

/** Order, commit after effect, and what becomes of a failure. */
export function describeEffects(place: ConformancePlace): void {
  test('records of one key arrive in the order of many concurrent sends', async () => {
    const sent = Array.from({ length: 200 }, (_, n) => String(n));
    await Promise.all(sent.map((value) => place.append([value])));
    const seen: string[] = [];
    await place.source().start({ onBatch: async (batch) => void seen.push(...valuesOf(batch)) });
    await until(() => seen.length === 200);
    expect(seen).toEqual(sent);
  });

  test('an offset is committed only after the effect', async () => {
    let finish: () => void = () => undefined;
    const effect = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let isHandling = false;
    await place.append(['a', 'b']);
    await place.source().start({
      onBatch: async () => {
        isHandling = true;
        await effect;
      },
    });
    await until(() => isHandling);
    expect(await place.committed()).toBe('-1');
    finish();
    await expect.poll(() => place.committed(), { timeout: 10_000 }).toBe('2');
  });

  test('a handler that fails gets the same records again, and none is skipped', async () => {
    await place.append(['a', 'b', 'c']);
    const seen: string[] = [];
    const faults: string[] = [];
    let failures = 2;
    await place.source({ onFault: (fault) => void faults.push(fault.code) }).start({
      onBatch: async (batch) => {
        seen.push(valuesOf(batch).join(''));
        if (failures-- > 0) throw new TypeError('the effect failed');
      },
    });
    await until(() => seen.length === 3);
    expect(seen).toEqual(['abc', 'abc', 'abc']);
    expect(faults).toEqual(['kafka.unavailable', 'kafka.unavailable']);
    await place.append(['d']);
    await until(() => seen.length === 4);
    expect(seen[3]).toBe('d');
  });

  test('later batches are handled while an effect is open, and no commit passes it', async () => {
    let finish: () => void = () => undefined;
    const effect = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const seen: string[] = [];
    await place.append(['a']);
    await place.source().start({
      onBatch: async (batch) => {
        if (seen.length === 0) batch.commitAfter?.(effect);
        seen.push(...valuesOf(batch));
      },
    });
    await until(() => seen.length === 1);
    await place.append(['b']);
    await until(() => seen.length === 2);
    expect(await place.committed()).toBe('-1');
    finish();
    await expect.poll(() => place.committed(), { timeout: 10_000 }).toBe('2');
  });

  test('an effect that fails brings its records again', async () => {
    const seen: string[] = [];
    const faults: string[] = [];
    await place.append(['a']);
    await place.source({ onFault: (fault) => void faults.push(fault.code) }).start({
      onBatch: async (batch) => {
        if (seen.length === 0) batch.commitAfter?.(Promise.reject(new TypeError('it failed')));
        seen.push(...valuesOf(batch));
      },
    });
    await until(() => seen.length === 2);
    expect([seen, faults]).toEqual([['a', 'a'], ['kafka.unavailable']]);
    await expect.poll(() => place.committed(), { timeout: 10_000 }).toBe('1');
  });

  test('nothing more is read while open effects hold the bytes that may be open', async () => {
    const order: string[] = [];
    const effect = gate();
    await place.append(['0123456789']);
    await place.source({ maxOpenBytes: 10 }).start({
      onBatch: async (batch) => {
        if (order.length === 0) batch.commitAfter?.(effect.opened);
        order.push(...valuesOf(batch));
      },
    });
    await until(() => order.length === 1);
    await place.append(['next']);
    // As long as several fetches would take.
    setTimeout(() => {
      order.push('effect');
      effect.open();
    }, 1_500);
    await until(() => order.length === 3);
    expect(order).toEqual(['0123456789', 'effect', 'next']);
  });

  test('one batch at a time, over all partitions', async () => {
    await place.append(['a', 'b'], 0);
    await place.append(['c', 'd'], 1);
    const seen: string[] = [];
    let atOnce = 0;
    let most = 0;
    await place.source().start({
      onBatch: async (batch) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await batch.heartbeat();
        seen.push(...valuesOf(batch));
        atOnce -= 1;
      },
    });
    await until(() => seen.length === 4);
    expect([most, seen.toSorted()]).toEqual([1, ['a', 'b', 'c', 'd']]);
  });

  test('a stop lets the batch in work finish, and commits it', async () => {
    const effect = gate();
    let isHandling = false;
    await place.append(['a', 'b']);
    const one = place.source();
    await one.start({
      onBatch: async () => {
        isHandling = true;
        await effect.opened;
      },
    });
    await until(() => isHandling);
    const stopped = one.stop();
    effect.open();
    await stopped;
    expect(await place.committed()).toBe('2');
    expect(one.isHealthy()).toBe(false);
  });
}

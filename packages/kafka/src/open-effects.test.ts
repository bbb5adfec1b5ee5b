import { expect, test } from 'vitest';
import { OpenEffects } from './open-effects.ts';

interface Effect {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function effect(): Effect {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

test('a later effect that is ready first waits for the earlier one', async () => {
  const effects = new OpenEffects();
  const done: string[] = [];
  const [first, second] = [effect(), effect()];
  effects.add(
    [first.promise],
    () => done.push('first'),
    () => undefined,
  );
  effects.add(
    [second.promise],
    () => done.push('second'),
    () => undefined,
  );
  effects.add(
    [],
    () => done.push('nothing to wait for'),
    () => undefined,
  );
  second.resolve();
  await second.promise;
  expect(done).toEqual([]);
  first.resolve();
  await effects.drained();
  expect(done).toEqual(['first', 'second', 'nothing to wait for']);
  expect(effects.count).toBe(0);
});

test('after a failure nothing behind it counts as done', async () => {
  const effects = new OpenEffects();
  const seen: string[] = [];
  const [first, second] = [effect(), effect()];
  const failed = (error: unknown): void => void seen.push(String(error));
  effects.add([first.promise], () => seen.push('first'), failed);
  effects.add([second.promise], () => seen.push('second'), failed);
  second.resolve();
  first.reject('away');
  await effects.drained();
  expect(seen).toEqual(['away', 'away']);
  effects.reset();
  effects.add([], () => seen.push('anew'), failed);
  expect(seen.at(-1)).toBe('anew');
});

test('what is open is counted in bytes until it and all before it have settled', async () => {
  const effects = new OpenEffects();
  const ignore = (): void => undefined;
  const [first, second] = [effect(), effect()];
  effects.add([first.promise], ignore, ignore, 700);
  effects.add([second.promise], ignore, ignore, 300);
  expect(effects.bytes).toBe(1_000);
  first.resolve();
  await effects.oneSettled();
  expect(effects.bytes).toBe(300);
  second.resolve();
  await effects.drained();
  expect(effects.bytes).toBe(0);
});

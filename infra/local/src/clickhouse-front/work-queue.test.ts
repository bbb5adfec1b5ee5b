import { expect, test } from 'vitest';
import { createWorkQueue, type WorkKind, type WorkOptions } from './work-queue.ts';

const LONG_MS = 60_000;

function options(kind: WorkKind, more: Partial<WorkOptions> = {}): WorkOptions {
  return { kind, timeoutMs: LONG_MS, abandoned: new AbortController().signal, ...more };
}

function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

test('inserts that wait go ahead of reads that wait', async () => {
  const queue = createWorkQueue(10);
  const first = gate();
  const order: string[] = [];
  const note = (name: string) => async (): Promise<void> => void order.push(name);
  const running = queue.run(() => first.passed, options('read'));
  const rest = [
    queue.run(note('read 1'), options('read')),
    queue.run(note('insert 1'), options('insert')),
    queue.run(note('read 2'), options('read')),
    queue.run(note('insert 2'), options('insert')),
  ];
  first.open();
  await Promise.all([running, ...rest]);
  expect(order).toEqual(['insert 1', 'insert 2', 'read 1', 'read 2']);
});

test('the time a query waits counts towards its timeout, and it never begins', async () => {
  const queue = createWorkQueue(10);
  const first = gate();
  let began = false;
  const running = queue.run(() => first.passed, options('read'));
  const late = await queue.run(
    async () => {
      began = true;
    },
    options('read', { timeoutMs: 5 }),
  );
  first.open();
  await running;
  await queue.drained();
  expect(late).toEqual({ done: false, refusal: 'timed-out' });
  expect(began).toBe(false);
});

test('a full queue refuses at once', async () => {
  const queue = createWorkQueue(1);
  const first = gate();
  const running = queue.run(() => first.passed, options('read'));
  const waiting = queue.run(() => Promise.resolve(1), options('read'));
  const refused = await queue.run(() => Promise.resolve(2), options('insert'));
  first.open();
  await running;
  expect(refused).toEqual({ done: false, refusal: 'queue-full' });
  expect(await waiting).toEqual({ done: true, value: 1 });
});

test('a query whose caller left before its turn is not run', async () => {
  const queue = createWorkQueue(10);
  const first = gate();
  const caller = new AbortController();
  const running = queue.run(() => first.passed, options('read'));
  const left = queue.run(() => Promise.resolve(1), options('read', { abandoned: caller.signal }));
  caller.abort();
  first.open();
  await running;
  expect(await left).toEqual({ done: false, refusal: 'abandoned' });
});

test('a fault of one query reaches its caller and does not stop the next', async () => {
  const queue = createWorkQueue(10);
  const failing = queue.run(() => Promise.reject(new TypeError('broken')), options('read'));
  const next = queue.run(() => Promise.resolve(7), options('read'));
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toEqual({ done: true, value: 7 });
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withStarterLock } from './starter-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shield-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('two starters in one folder work one after the other', async () => {
  const steps: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    steps.push(`${name} in`);
    await Promise.resolve();
    steps.push(`${name} out`);
  };
  await Promise.all([withStarterLock(folder, work('a')), withStarterLock(folder, work('b'))]);
  expect(steps).toEqual(['a in', 'a out', 'b in', 'b out']);
});

test('the lock of a starter that is gone is taken over', async () => {
  writeFileSync(join(folder, 'starter.lock'), '{"pid":1,"startMark":"never"}');
  await expect(withStarterLock(folder, () => Promise.resolve('done'))).resolves.toBe('done');
  expect(existsSync(join(folder, 'starter.lock'))).toBe(false);
});

test('the lock is given back when the work fails', async () => {
  const failing = withStarterLock(folder, () => Promise.reject(new TypeError('no')));
  await expect(failing).rejects.toThrow('no');
  expect(existsSync(join(folder, 'starter.lock'))).toBe(false);
});

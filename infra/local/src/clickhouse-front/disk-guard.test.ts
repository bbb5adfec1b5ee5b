import { expect, test } from 'vitest';
import { watchDisk } from './disk-guard.ts';

/** How often a disk is told to be full that must keep so many bytes. */
async function tellings(roomBytesMin: number): Promise<number> {
  let told = 0;
  const onFull = (): void => {
    told += 1;
  };
  const guard = watchDisk({ folder: import.meta.dirname, roomBytesMin, onFull });
  await guard.look();
  guard.stop();
  return told;
}

test('a disk with too little room is told of before an answer', async () => {
  expect(await tellings(Number.MAX_SAFE_INTEGER)).toBe(1);
});

test('a disk with room is not', async () => {
  expect(await tellings(0)).toBe(0);
});

import { expect, test } from 'vitest';
import { Commits } from './commits.ts';
import { Progress } from './progress.ts';

const AT = { topic: 't', partition: 0 };
const STUCK_MS = 60_000;

interface Write {
  readonly offset: string | undefined;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Each write stays open until the test ends it. */
function opened({ isWanted = true } = {}) {
  const progress = new Progress();
  progress.assign({ ...AT, next: 0n, high: 9n });
  const writes: Write[] = [];
  const stuck: string[] = [];
  const clock = { ms: 0 };
  const commits = new Commits(progress, {
    isWanted,
    write: ([first]) =>
      new Promise((resolve, reject) => {
        writes.push({ offset: first?.offset, resolve, reject });
      }),
    stuckMs: STUCK_MS,
    onStuck: ({ code }) => stuck.push(code),
    now: () => clock.ms,
  });
  return { clock, commits, progress, stuck, writes };
}

test('a commit that the client still tries is never overtaken by a newer one', async () => {
  const { commits, progress, writes } = opened();
  progress.done(AT, 1n);
  const first = commits.commit();
  progress.done(AT, 2n);
  await Promise.race([commits.commit(), Promise.resolve()]);
  expect(writes.map(({ offset }) => offset)).toEqual(['1']);
  writes[0]?.resolve();
  await first;
  void commits.commit();
  expect(writes.map(({ offset }) => offset)).toEqual(['1', '2']);
});

test('a flush writes what is done by now, after what is under way', async () => {
  const { commits, progress, writes } = opened();
  progress.done(AT, 1n);
  void commits.commit();
  progress.done(AT, 2n);
  const flushed = commits.flush();
  writes[0]?.resolve();
  await expect.poll(() => writes.length).toBe(2);
  writes[1]?.resolve();
  await flushed;
  expect(progress.uncommitted()).toEqual([]);
});

test('nothing is written where nothing is done, nor for a reader that keeps its place itself', async () => {
  const idle = opened();
  const reader = opened({ isWanted: false });
  reader.progress.done(AT, 1n);
  await Promise.all([idle.commits.flush(), reader.commits.flush()]);
  expect([...idle.writes, ...reader.writes]).toEqual([]);
});

test('a session is given up once its commits have failed for long, and none came through', async () => {
  const { clock, commits, progress, stuck, writes } = opened();
  const fail = async (ms: number): Promise<void> => {
    clock.ms = ms;
    const one = commits.commit();
    writes.at(-1)?.reject(new Error('no'));
    await one;
  };
  progress.done(AT, 1n);
  await fail(0);
  await fail(STUCK_MS - 1);
  expect(stuck).toEqual([]);
  const through = commits.commit();
  writes.at(-1)?.resolve();
  await through;
  progress.done(AT, 2n);
  await fail(STUCK_MS);
  await fail(2 * STUCK_MS - 1);
  expect(stuck).toEqual([]);
  await fail(2 * STUCK_MS);
  expect(stuck).toEqual(['kafka.unavailable']);
});

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RunSpec } from '../plan/run-spec.ts';
import type { RunRecord } from './run-record.ts';
import type { WorkerAnswer, WorkerSetUp, WorkerTask } from './worker-messages.ts';

/** Runs in one message: long enough to be cheap, short enough to show progress. */
const TASK_RUNS = 12;

export interface PoolOptions extends WorkerSetUp {
  readonly workers: number;
}

/** Runs specs on worker threads and yields records as they are done, in no order. */
export async function* runAll(
  specs: readonly RunSpec[],
  { workers, policyPath }: PoolOptions,
): AsyncGenerator<RunRecord> {
  if (specs.length === 0) return;
  let next = 0;
  const take = (): WorkerTask | undefined => {
    if (next >= specs.length) return undefined;
    const task = { specs: specs.slice(next, next + TASK_RUNS) };
    next += TASK_RUNS;
    return task;
  };
  const body = new URL('./start-worker.mjs', import.meta.url);
  const threads = Array.from(
    { length: Math.max(1, workers) },
    () =>
      new Worker(body, {
        workerData: { policyPath } satisfies WorkerSetUp,
      }),
  );
  try {
    const waiting = new Map(threads.map((thread) => [thread, answerOf(thread, take())] as const));
    while (waiting.size > 0) {
      const { thread, records } = await Promise.race(waiting.values());
      waiting.delete(thread);
      const task = records === undefined ? undefined : take();
      if (task !== undefined) waiting.set(thread, answerOf(thread, task));
      if (records !== undefined) yield* records;
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

async function answerOf(
  thread: Worker,
  task: WorkerTask | undefined,
): Promise<{ readonly thread: Worker; readonly records?: readonly RunRecord[] }> {
  if (task === undefined) return { thread };
  thread.postMessage(task);
  const [answer] = (await once(thread, 'message')) as [WorkerAnswer];
  return { thread, records: answer.records };
}

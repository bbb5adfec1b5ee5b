import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RunSpec } from '../plan/run-spec.ts';
import type { RunRecord } from './run-record.ts';
import type { WorkerAnswer, WorkerSetUp, WorkerTask } from './worker-messages.ts';

/**
 * Young memory of a worker, MiB: three half-spaces, of which the default is 16. A run makes and drops
 * tens of MiB.
 * @source 40 runs of the tuning split: 157 collections instead of 278, in little more than half the time
 */
const YOUNG_MIB = 96;
/** Runs in one message: long enough to be cheap, short enough to show progress. */
const TASK_RUNS = 12;

export interface PoolOptions extends WorkerSetUp {
  readonly workers: number;
}

/** Worker threads that play runs. */
export interface RunPool {
  /**
   * Yields records as they are done, in no order. One call at a time.
   * @param isOver asked before each handful: once true, no more are begun
   */
  run(specs: readonly RunSpec[], isOver?: () => boolean): AsyncGenerator<RunRecord>;
  close(): Promise<void>;
}

export function openPool({ workers, ...setUp }: PoolOptions): RunPool {
  const body = new URL('./start-worker.mjs', import.meta.url);
  const threads = Array.from(
    { length: Math.max(1, workers) },
    () =>
      new Worker(body, {
        workerData: setUp satisfies WorkerSetUp,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
      }),
  );
  return {
    run: (specs, isOver = () => false) => runOn(threads, specs, isOver),
    close: async () => void (await Promise.all(threads.map((thread) => thread.terminate()))),
  };
}

async function* runOn(
  threads: readonly Worker[],
  specs: readonly RunSpec[],
  isOver: () => boolean,
): AsyncGenerator<RunRecord> {
  const taskRuns = Math.min(TASK_RUNS, Math.ceil(specs.length / threads.length));
  let next = 0;
  const take = (): WorkerTask | undefined => {
    if (next >= specs.length || isOver()) return undefined;
    const task = { specs: specs.slice(next, next + taskRuns) };
    next += taskRuns;
    return task;
  };
  const waiting = new Map(threads.map((thread) => [thread, answerOf(thread, take())] as const));
  while (waiting.size > 0) {
    const { records, thread } = await Promise.race(waiting.values());
    waiting.delete(thread);
    const task = records === undefined ? undefined : take();
    if (task !== undefined) waiting.set(thread, answerOf(thread, task));
    if (records !== undefined) yield* records;
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

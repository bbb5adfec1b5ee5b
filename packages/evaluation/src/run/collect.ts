import type { RunSpec } from '../plan/run-spec.ts';
import { runKey } from '../plan/run-spec.ts';
import type { RunStore } from '../store/run-store.ts';
import { runAll } from './run-pool.ts';
import type { RunRecord } from './run-record.ts';

/** Least time between two lines of progress. */
const PROGRESS_MS = 5_000;

export interface CollectOptions {
  readonly store: RunStore;
  readonly workers: number;
  readonly policyPath: string | undefined;
  readonly keepTrails: boolean;
  readonly say: (line: string) => void;
  readonly now: () => number;
}

/** Records of all specs: from the store where it has them, else played now and stored. */
export async function collect(
  specs: readonly RunSpec[],
  options: CollectOptions,
): Promise<RunRecord[]> {
  const { keepTrails, now, policyPath, say, store, workers } = options;
  const missing = specs.filter((spec) => store.get(runKey(spec)) === undefined);
  const begun = now();
  let done = 0;
  let saidAt = begun;
  const known = specs.length - missing.length;
  say(`${missing.length} runs to play on ${workers} workers, ${known} known`);
  await store.append(runAll(missing, { workers, policyPath }), keepTrails, () => {
    done += 1;
    const at = now();
    if (at - saidAt < PROGRESS_MS) return;
    saidAt = at;
    const left = ((at - begun) / done) * (missing.length - done);
    say(`${done} of ${missing.length} runs, about ${(left / 1_000).toFixed(0)} s left`);
  });
  return specs.flatMap((spec) => store.get(runKey(spec)) ?? []);
}

import type { RunSpec } from '../plan/run-spec.ts';
import { runKey } from '../plan/run-spec.ts';
import type { RunStore } from '../store/run-store.ts';
import { openPool } from './run-pool.ts';
import type { RunRecord } from './run-record.ts';

/** Least time between two lines of progress. */
const PROGRESS_MS = 5_000;

export interface CollectOptions {
  readonly store: RunStore;
  readonly workers: number;
  readonly policyPath: string | undefined;
  /** Plays under rules that leave something out. */
  readonly ablation?: string;
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
  if (missing.length === 0) return recordsOf(specs, store);
  const ablation = options.ablation;
  const pool = openPool({ workers, policyPath, ...(ablation === undefined ? {} : { ablation }) });
  await store.append(pool.run(missing), keepTrails, () => {
    done += 1;
    const at = now();
    if (at - saidAt < PROGRESS_MS) return;
    saidAt = at;
    const left = ((at - begun) / done) * (missing.length - done);
    say(`${done} of ${missing.length} runs, about ${(left / 1_000).toFixed(0)} s left`);
  });
  await pool.close();
  return recordsOf(specs, store);
}

function recordsOf(specs: readonly RunSpec[], store: RunStore): RunRecord[] {
  return specs.flatMap((spec) => store.get(runKey(spec)) ?? []);
}

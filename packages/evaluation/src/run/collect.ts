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
  /** Nothing is begun after this moment, epoch ms; what is left is played by the next call. */
  readonly endsAt?: number;
  /** Sees each record before it is stored, and refuses it by throwing. */
  readonly check?: (record: RunRecord) => void;
  readonly say: (line: string) => void;
  readonly now: () => number;
}

/** Records of specs: from the store where it has them, else played now and stored, while time is. */
export async function collect(
  specs: readonly RunSpec[],
  options: CollectOptions,
): Promise<RunRecord[]> {
  const { endsAt = Number.POSITIVE_INFINITY, keepTrails, now, say, store, workers } = options;
  const missing = specs.filter((spec) => store.get(runKey(spec)) === undefined);
  const begun = now();
  let done = 0;
  let saidAt = begun;
  const known = specs.length - missing.length;
  say(`${missing.length} runs to play on ${workers} workers, ${known} known`);
  if (missing.length === 0 || begun >= endsAt) return recordsOf(specs, store);
  const { ablation, policyPath } = options;
  const pool = openPool({ workers, policyPath, ...(ablation === undefined ? {} : { ablation }) });
  const runs = pool.run(missing, () => now() >= endsAt);
  const checked = checkedBy(runs, options.check);
  try {
    await store.append(checked, keepTrails, () => {
      done += 1;
      const at = now();
      if (at - saidAt < PROGRESS_MS) return;
      saidAt = at;
      const left = ((at - begun) / done) * (missing.length - done);
      say(`${done} of ${missing.length} runs, about ${(left / 1_000).toFixed(0)} s left`);
    });
  } finally {
    await pool.close();
  }
  if (done < missing.length)
    say(`out of time: ${missing.length - done} runs are left for the next call`);
  return recordsOf(specs, store);
}

async function* checkedBy(
  runs: AsyncIterable<RunRecord>,
  check: CollectOptions['check'],
): AsyncGenerator<RunRecord> {
  for await (const record of runs) {
    check?.(record);
    yield record;
  }
}

function recordsOf(specs: readonly RunSpec[], store: RunStore): RunRecord[] {
  return specs.flatMap((spec) => store.get(runKey(spec)) ?? []);
}

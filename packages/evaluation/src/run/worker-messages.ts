import type { RunSpec } from '../plan/run-spec.ts';
import type { RunRecord } from './run-record.ts';

/** What a worker is told once. */
export interface WorkerSetUp {
  /** Policy file; the reviewed one when absent. */
  readonly policyPath: string | undefined;
  /** Name of what is left out. */
  readonly ablation?: string;
}

export interface WorkerTask {
  readonly specs: readonly RunSpec[];
}

export interface WorkerAnswer {
  readonly records: readonly RunRecord[];
}

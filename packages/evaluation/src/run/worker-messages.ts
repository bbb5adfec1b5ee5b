import type { RunSpec } from '../plan/run-spec.ts';
import type { RunRecord } from './run-record.ts';

/** What a worker is told once. */
export interface WorkerSetUp {
  /** Policy file; the reviewed one when absent. */
  readonly policyPath: string | undefined;
}

export interface WorkerTask {
  readonly specs: readonly RunSpec[];
}

export interface WorkerAnswer {
  readonly records: readonly RunRecord[];
}

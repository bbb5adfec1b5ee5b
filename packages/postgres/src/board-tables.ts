/** Rows of `board.case_row`. */
export interface CaseTable {
  id: string;
  defender: string;
  campaign: string;
  threat: string;
  tier: string;
  state: string;
  opened_at_ms: number;
  closed_at_ms: number | null;
  signal_count: number;
  event_count: number;
  actor_count: number;
  /** JSON text on the way in, parsed on the way out. */
  measures: unknown;
  version: number;
}

/** Rows of `board.task_row`. */
export interface TaskTable {
  id: string;
  case_id: string;
  defender: string;
  threat: string;
  tier: string;
  question: string;
  options: unknown;
  state: string;
  claimed_by: string | null;
  lease_until_ms: number | null;
  evidence_version: number;
  opened_at_ms: number;
  due_at_ms: number;
  rung: string | null;
  measure: string | null;
  decided_by: string | null;
  decided_at_ms: number | null;
  chosen: string | null;
  verdict: string | null;
  version: number;
}

/** Tables of migration 0002. */
export interface BoardTables {
  'board.case_row': CaseTable;
  'board.task_row': TaskTable;
}

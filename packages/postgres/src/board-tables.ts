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
  urgency: number;
  danger: boolean;
  language: string | null;
  skill: string | null;
  clearance: string | null;
  desk: string | null;
  gaps: unknown;
  approved_by: unknown;
  contacted_at_ms: number | null;
  undo_until_ms: number | null;
  version: number;
}

/** Rows of `board.decision_row`: only added to. */
export interface DecisionTable {
  task: string;
  ordinal: number;
  act: string;
  defender: string;
  responder: string;
  scripted: boolean;
  chosen: string | null;
  verdict: string | null;
  reason: string;
  note: string | null;
  policy_hash: string;
  evidence_version: number;
  shown_hash: string | null;
  at_ms: number;
}

/** Rows of `board.hold_row`. */
export interface HoldTable {
  id: string;
  defender: string;
  action: string;
  origin: string;
  ground: string;
  state: string;
  asked_at_ms: number;
  due_at_ms: number;
  allowed_by: unknown;
  decided_by: string | null;
  version: number;
}

/** Rows of `board.remedy_row`. */
export interface RemedyTable {
  id: string;
  defender: string;
  cause: string;
  case_id: string | null;
  hold_id: string | null;
  instance: string | null;
  state: string;
  first_deciders: unknown;
  opened_at_ms: number;
  due_at_ms: number;
  decided_by: string | null;
  decided_at_ms: number | null;
  version: number;
}

/** Rows of `board.statement_row`: only added to. */
export interface StatementTable {
  code: string;
  instance: string;
  case_id: string;
  defender: string;
  at_ms: number;
}

/** Rows of `board.exposure`. */
export interface ExposureTable {
  responder: string;
  shift: string;
  shown: number;
}

/** Tables of migrations 0002 to 0004. */
export interface BoardTables {
  'board.case_row': CaseTable;
  'board.task_row': TaskTable;
  'board.decision_row': DecisionTable;
  'board.hold_row': HoldTable;
  'board.remedy_row': RemedyTable;
  'board.exposure': ExposureTable;
  'board.statement_row': StatementTable;
}

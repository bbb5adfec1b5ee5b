import type { CaseRow, DecisionRow, TaskRow } from '@hrd-shield/contracts';
import type { CaseTable, DecisionTable, TaskTable } from './board-tables.ts';

/** Times stay epoch ms in columns that end in `_ms`; what is absent becomes null. */
export function caseToTable(row: CaseRow): CaseTable {
  return {
    id: row.id,
    defender: row.defender,
    campaign: row.campaign,
    threat: row.threat,
    tier: row.tier,
    state: row.state,
    opened_at_ms: row.openedAt,
    closed_at_ms: row.closedAt ?? null,
    signal_count: row.signalCount,
    event_count: row.eventCount,
    actor_count: row.actorCount,
    measures: JSON.stringify(row.measures),
    version: row.version,
  };
}

/** The tables are written by `caseToTable` alone: what they hold is trusted. */
export function tableToCase(table: CaseTable): CaseRow {
  return {
    id: table.id as CaseRow['id'],
    defender: table.defender as CaseRow['defender'],
    campaign: table.campaign as CaseRow['campaign'],
    threat: table.threat as CaseRow['threat'],
    tier: table.tier as CaseRow['tier'],
    state: table.state as CaseRow['state'],
    openedAt: table.opened_at_ms,
    ...(table.closed_at_ms === null ? {} : { closedAt: table.closed_at_ms }),
    signalCount: table.signal_count,
    eventCount: table.event_count,
    actorCount: table.actor_count,
    measures: table.measures as CaseRow['measures'],
    version: table.version,
  };
}

/** Lists become JSON; what is absent becomes null, or an empty list. */
export function taskToTable(row: TaskRow): TaskTable {
  return {
    id: row.id,
    case_id: row.case,
    defender: row.defender,
    threat: row.threat,
    tier: row.tier,
    question: row.question,
    options: JSON.stringify(row.options),
    state: row.state,
    claimed_by: row.claimedBy ?? null,
    lease_until_ms: row.leaseUntil ?? null,
    evidence_version: row.evidenceVersion,
    opened_at_ms: row.openedAt,
    due_at_ms: row.dueAt,
    rung: row.rung ?? null,
    measure: row.measure ?? null,
    decided_by: row.decidedBy ?? null,
    decided_at_ms: row.decidedAt ?? null,
    chosen: row.option ?? null,
    verdict: row.verdict ?? null,
    urgency: row.urgency ?? 0,
    danger: row.danger ?? false,
    language: row.language ?? null,
    skill: row.skill ?? null,
    clearance: row.clearance ?? null,
    desk: row.desk ?? null,
    gaps: JSON.stringify(row.gaps ?? []),
    approved_by: JSON.stringify(row.approvedBy ?? []),
    contacted_at_ms: row.contactedAt ?? null,
    undo_until_ms: row.undoUntil ?? null,
    version: row.version,
  };
}

/** The tables are written by `taskToTable` alone: what they hold is trusted. */
export function tableToTask(table: TaskTable): TaskRow {
  return {
    id: table.id as TaskRow['id'],
    case: table.case_id as TaskRow['case'],
    defender: table.defender as TaskRow['defender'],
    threat: table.threat as TaskRow['threat'],
    tier: table.tier as TaskRow['tier'],
    question: table.question,
    options: table.options as TaskRow['options'],
    state: table.state as TaskRow['state'],
    evidenceVersion: table.evidence_version,
    openedAt: table.opened_at_ms,
    dueAt: table.due_at_ms,
    urgency: table.urgency,
    danger: table.danger,
    gaps: table.gaps as NonNullable<TaskRow['gaps']>,
    approvedBy: table.approved_by as NonNullable<TaskRow['approvedBy']>,
    version: table.version,
    ...present({
      language: table.language,
      skill: table.skill,
      clearance: table.clearance as TaskRow['clearance'] | null,
      desk: table.desk,
      contactedAt: table.contacted_at_ms,
      undoUntil: table.undo_until_ms,
      claimedBy: table.claimed_by as TaskRow['claimedBy'] | null,
      leaseUntil: table.lease_until_ms,
      rung: table.rung,
      measure: table.measure,
      decidedBy: table.decided_by as TaskRow['decidedBy'] | null,
      decidedAt: table.decided_at_ms,
      option: table.chosen,
      verdict: table.verdict as TaskRow['verdict'] | null,
    }),
  };
}

/** The note stays sealed: it opens under the key of the defender alone. */
export function decisionToTable(row: DecisionRow): DecisionTable {
  return {
    task: row.task,
    ordinal: row.ordinal,
    act: row.act,
    defender: row.defender,
    responder: row.responder,
    scripted: row.scripted,
    chosen: row.option ?? null,
    verdict: row.verdict ?? null,
    reason: row.reason,
    note: row.note ?? null,
    policy_hash: row.policyHash,
    evidence_version: row.evidenceVersion,
    shown_hash: row.shownHash ?? null,
    at_ms: row.at,
  };
}

/** The tables are written by `decisionToTable` alone: what they hold is trusted. */
export function tableToDecision(table: DecisionTable): DecisionRow {
  return {
    task: table.task as DecisionRow['task'],
    ordinal: table.ordinal,
    act: table.act as DecisionRow['act'],
    defender: table.defender as DecisionRow['defender'],
    responder: table.responder as DecisionRow['responder'],
    scripted: table.scripted,
    reason: table.reason,
    policyHash: table.policy_hash,
    evidenceVersion: table.evidence_version,
    at: table.at_ms,
    ...present({
      option: table.chosen,
      verdict: table.verdict as DecisionRow['verdict'] | null,
      note: table.note as DecisionRow['note'] | null,
      shownHash: table.shown_hash,
    }),
  };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], null | undefined> };

/** Without the columns that are empty. */
export function present<T extends object>(columns: T): Present<T> {
  const filled = Object.entries(columns).filter(([, value]) => value !== null);
  return Object.fromEntries(filled) as Present<T>;
}

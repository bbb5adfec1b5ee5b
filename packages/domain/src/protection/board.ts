import type { BoardRows, CaseRow, TaskRow } from '@hrd-shield/contracts/pure';
import type { Around } from './around.ts';
import { decisionRows } from './decision-rows.ts';
import type { ProtectionFact } from './facts.ts';
import type { ProtectionPolicy } from './policy.ts';
import { urgencyOf } from './priority.ts';
import {
  type CaseState,
  casesOf,
  type MeasureInstance,
  measuresOf,
  type ProtectionState,
  type TaskState,
  tasksOf,
} from './state.ts';
import { statementRows } from './statement-rows.ts';

/** What people see of one defender's protection. */
export interface ProtectionView extends BoardRows {
  readonly withdrawn: boolean;
  readonly policyHash: string;
}

/**
 * Everything that is kept of the protection, as rows: open cases and their tasks. What a decision
 * closed is in the rows of `boardChanges` alone.
 */
export function viewOf(state: ProtectionState, policy: ProtectionPolicy): ProtectionView {
  return {
    cases: casesOf(state).map((each) => caseRow(state, each)),
    tasks: tasksOf(state).map((task) => taskRow({ state, policy }, task, state.cases[task.case])),
    withdrawn: state.withdrawn,
    policyHash: policy.hash,
  };
}

/** The rows that a decision changed; what it closed is shown one last time. */
export function boardChanges(around: Around, facts: readonly ProtectionFact[]): BoardRows {
  const { after, before, policy } = around;
  const decisions = decisionRows(around, facts);
  const statements = statementRows(around, facts);
  const closed = facts.flatMap((fact) => (fact.kind === 'case.closed' ? [fact] : []));
  const changed = casesOf(after).filter((each) => isChanged(before, after, each));
  const tasks = tasksOf(after).filter((task) => before.tasks[task.id] !== task);
  return {
    cases: [
      ...changed.map((each) => caseRow(after, each)),
      ...closed.flatMap((fact) => {
        const last = before.cases[fact.case];
        if (last === undefined) return [];
        return [{ ...caseRow(after, last), state: 'closed' as const, closedAt: fact.at }];
      }),
    ],
    tasks: [
      ...tasks.map((task) => taskRow({ state: after, policy }, task, after.cases[task.case])),
      ...withdrawnTasks(around, facts),
    ],
    ...(decisions.length === 0 ? {} : { decisions }),
    ...(statements.length === 0 ? {} : { statements }),
  };
}

/** Tasks that a withdrawal ended in the same decision in which their case closed. */
function withdrawnTasks(
  { after, before, policy }: Around,
  facts: readonly ProtectionFact[],
): readonly TaskRow[] {
  return facts.flatMap((fact) => {
    if (fact.kind !== 'task.withdrawn' || after.tasks[fact.task] !== undefined) return [];
    const task = before.tasks[fact.task];
    if (task === undefined) return [];
    const row = taskRow({ state: after, policy }, task, before.cases[task.case]);
    return [{ ...row, state: 'decided' as const, decidedAt: fact.at }];
  });
}

function isChanged(before: ProtectionState, after: ProtectionState, each: CaseState): boolean {
  if (before.cases[each.id] !== each) return true;
  const now = shownMeasures(after, each);
  const then = shownMeasures(before, each);
  return (
    now.length !== then.length ||
    now.some((instance) => {
      const old = before.measures[instance.ref];
      return old?.state !== instance.state || old.liftAt !== instance.liftAt;
    })
  );
}

function shownMeasures(state: ProtectionState, forCase: CaseState): readonly MeasureInstance[] {
  return measuresOf(state).filter(
    (each) => each.case === forCase.id || each.neededBy.includes(forCase.id),
  );
}

function caseRow(state: ProtectionState, each: CaseState): CaseRow {
  return {
    id: each.id,
    defender: state.defender,
    campaign: each.campaign,
    threat: each.threat,
    tier: each.tier,
    state: 'open',
    openedAt: each.openedAt,
    signalCount: each.signalCount,
    eventCount: each.eventCount,
    actorCount: each.actorCount,
    measures: shownMeasures(state, each).map((instance) => ({
      instance: instance.ref,
      measure: instance.measure,
      state: instance.state,
      expiresAt: instance.liftAt,
    })),
    version: state.revision,
  };
}

interface Shown {
  readonly state: ProtectionState;
  readonly policy: ProtectionPolicy;
}

function taskRow(
  { policy, state }: Shown,
  task: TaskState,
  forCase: CaseState | undefined,
): TaskRow {
  const tier = forCase?.tier ?? task.tier;
  const danger = task.danger ?? false;
  const { priority } = policy;
  return {
    id: task.id,
    case: task.case,
    defender: state.defender,
    threat: forCase?.threat ?? 'off-pattern',
    tier,
    question: task.spec.question,
    options: task.spec.options.map((option) => option.id),
    state: stateOf(task),
    evidenceVersion: task.evidenceVersion,
    openedAt: task.openedAt,
    dueAt: task.dueAt,
    ...(task.claim === undefined
      ? {}
      : { claimedBy: task.claim.responder, leaseUntil: task.claim.leaseUntil }),
    ...(task.rung === undefined ? {} : { rung: task.rung }),
    ...(task.measure === undefined ? {} : { measure: task.measure }),
    ...(priority === undefined ? {} : { urgency: urgencyOf({ tier, danger }, priority) }),
    ...needsOf(task),
    ...decisionOf(task),
    version: state.revision,
  };
}

/** What the task asks of people and how far it came; only what there is. */
function needsOf(task: TaskState): Partial<TaskRow> {
  const { approvals, contact, danger, desk, gaps, needs } = task;
  return {
    ...(danger === undefined ? {} : { danger }),
    ...(needs?.language === undefined ? {} : { language: needs.language }),
    ...(needs?.skill === undefined ? {} : { skill: needs.skill }),
    ...(needs === undefined ? {} : { clearance: needs.clearance }),
    ...(desk === undefined ? {} : { desk }),
    ...(gaps === undefined || gaps.length === 0 ? {} : { gaps }),
    ...(approvals === undefined ? {} : { approvedBy: approvals.map((each) => each.responder) }),
    ...(contact === undefined ? {} : { contactedAt: contact.at }),
  };
}

function stateOf(task: TaskState): TaskRow['state'] {
  if (task.decision !== undefined) return 'decided';
  if (task.claim !== undefined) return 'claimed';
  return task.contact === undefined && task.rungs > 0 && isPastDue(task) ? 'overdue' : 'open';
}

/** The next rung lies past the due time only once the due rung was reached. */
function isPastDue(task: TaskState): boolean {
  return task.nextRungAt === undefined || task.nextRungAt > task.dueAt;
}

function decisionOf(
  task: TaskState,
): Pick<TaskRow, 'decidedBy' | 'decidedAt' | 'option' | 'verdict' | 'undoUntil'> {
  const { decision } = task;
  if (decision === undefined) return {};
  return {
    decidedAt: decision.at,
    option: decision.option,
    ...(decision.responder === undefined ? {} : { decidedBy: decision.responder }),
    ...(decision.verdict === undefined ? {} : { verdict: decision.verdict }),
    ...(decision.undoUntil === undefined ? {} : { undoUntil: decision.undoUntil }),
  };
}

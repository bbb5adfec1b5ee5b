import type { MeasureName, Outcome } from '@hrd-shield/contracts';
import type { Around } from './around.ts';
import { actIn, WITHDRAWN_OPTION } from './evolve-task.ts';
import type { ProtectionFact } from './facts.ts';
import { type Details, ofCase, write } from './outcome-parts.ts';
import type { TaskState } from './state.ts';

type TaskFact = Extract<ProtectionFact, { kind: `task.${string}` }>;
type ToldFact = Exclude<TaskFact, { kind: 'task.carried-out' | 'task.clock-restarted' }>;

const MAX_REASON = 256;

/** What the record keeps of one fact about a task; a coverage gap is an outcome of its own. */
export function taskOutcomes(around: Around, fact: ToldFact): readonly Outcome[] {
  switch (fact.kind) {
    case 'task.opened':
      return [
        write(around, fact, ['task.opened', fact.task.id, 0], {
          ...taskDetails(around, fact.task),
          reason: fact.task.spec.question,
        }),
        ...(fact.task.gaps ?? []).map((gap) =>
          gapOf(around, fact, { task: fact.task, gap, step: 'opened' }),
        ),
      ];
    case 'task.withdrawn':
      return [
        write(around, fact, ['task.decided', fact.task, 0], {
          ...taskDetails(around, taskOf(around, fact.task)),
          option: WITHDRAWN_OPTION,
          reason: 'consent-withdrawn',
        }),
      ];
    case 'task.rung-reached':
      return [ofRung(around, fact)];
    case 'task.rung-told':
      return ofDelivery(around, fact);
    default:
      return ofAct(around, fact);
  }
}

type ActFact = Exclude<
  ToldFact,
  { kind: 'task.opened' | 'task.withdrawn' | 'task.rung-reached' | 'task.rung-told' }
>;

function ofAct(around: Around, fact: ActFact): readonly Outcome[] {
  const act = actIn(fact);
  const task = act && around.after.tasks[act.task];
  if (act === undefined || task === undefined) return [];
  const { responder, scripted } = act;
  const known = { ...taskDetails(around, task), responder, scripted };
  const step = (task.acts ?? 1) - 1;
  switch (fact.kind) {
    case 'task.claimed':
      return [write(around, fact, ['task.claimed', task.id, task.claims], known)];
    case 'task.decided':
    case 'task.approved': {
      const { evidenceVersion, option, reason, verdict } = fact.decision;
      const said = { option, verdict, evidenceVersion, reason: reason.slice(0, MAX_REASON) };
      const isFirst = fact.kind === 'task.decided' && !wasUndone(around, task);
      const identity = isFirst ? 0 : `act-${step}`;
      return [write(around, fact, [fact.kind, task.id, identity], { ...known, ...said })];
    }
    case 'task.undone':
      return [
        write(around, fact, ['task.undone', task.id, step], {
          ...known,
          // The verdict is open again; what was clear before does not stand.
          verdict: 'unsure',
          reason: fact.undo.reasons.join(','),
        }),
      ];
    case 'task.contacted':
      return [
        write(around, fact, ['task.contacted', task.id, step], {
          ...known,
          option: fact.contact.channel,
        }),
      ];
    case 'task.handed-over':
      return [write(around, fact, ['task.handed-over', task.id, step], known)];
    case 'task.passed': {
      const { reason } = fact.pass;
      return [
        write(around, fact, ['task.passed', task.id, step], { ...known, reason }),
        gapOf(around, fact, { task, gap: reason, step }),
        ...fact.gaps
          .filter((gap) => gap !== reason)
          .map((gap) => gapOf(around, fact, { task, gap, step })),
      ];
    }
  }
}

/** A decision after an undo is another fact than the first one. */
function wasUndone(around: Around, task: TaskState): boolean {
  const before = around.before.tasks[task.id];
  return before?.undone === true;
}

function gapOf(
  around: Around,
  fact: TaskFact,
  miss: { readonly task: TaskState; readonly gap: string; readonly step: number | string },
): Outcome {
  const { gap, step, task } = miss;
  return write(around, fact, ['coverage.gap', task.id, `${gap}#${step}`], {
    ...taskDetails(around, task),
    reason: gap,
    ...(task.desk === undefined ? {} : { option: task.desk }),
  });
}

function ofRung(around: Around, fact: Extract<TaskFact, { kind: 'task.rung-reached' }>): Outcome {
  const task = taskOf(around, fact.task);
  const details = { ...taskDetails(around, task), option: fact.rung };
  return fact.overdue
    ? write(around, fact, ['task.overdue', fact.task, 0], details)
    : write(around, fact, ['task.escalated', fact.task, task?.rungs ?? 0], details);
}

function ofDelivery(
  around: Around,
  fact: Extract<TaskFact, { kind: 'task.rung-told' }>,
): readonly Outcome[] {
  const task = taskOf(around, fact.task);
  const { notice, state, channel } = fact.delivery;
  const known = { ...taskDetails(around, task), option: fact.rung };
  if (state === 'delivered') {
    const reason = channel ?? 'delivered';
    return [write(around, fact, ['notice.delivered', notice, 0], { ...known, reason })];
  }
  const gap = 'rung-undelivered';
  return [
    write(around, fact, ['notice.failed', notice, 0], { ...known, reason: state }),
    write(around, fact, ['coverage.gap', notice, gap], { ...known, reason: gap }),
  ];
}

function taskOf(around: Around, id: TaskState['id']): TaskState | undefined {
  return around.after.tasks[id] ?? around.before.tasks[id];
}

function taskDetails(around: Around, task: TaskState | undefined): Details {
  if (task === undefined) return {};
  return {
    ...ofCase(around, task.case),
    task: task.id,
    dueAt: task.dueAt,
    ...(task.measure === undefined ? {} : { measure: task.measure as MeasureName }),
  };
}

import type { MeasureName, Outcome } from '@hrd-shield/contracts';
import { type OutcomeKind, outcomeId } from '@hrd-shield/contracts/pure';
import type { Around } from './around.ts';
import { instanceOf } from './command.ts';
import { WITHDRAWN_OPTION } from './evolve-task.ts';
import type { ProtectionFact } from './facts.ts';
import type { CaseState, MeasureInstance, TaskState } from './state.ts';

type Details = Omit<Partial<Outcome>, 'id' | 'kind' | 'defender' | 'at'>;
type SignalFact = Extract<ProtectionFact, { kind: 'case.opened' | 'case.merged' }>;
type InstanceFact = Extract<
  ProtectionFact,
  { kind: `measure.${string}`; instance: MeasureInstance['ref'] }
>;
type TaskFact = Extract<ProtectionFact, { kind: `task.${string}` }>;

/** Instance facts that are outcomes; the others are steps on the way. */
const RECORDED = [
  'measure.requested',
  'measure.applied',
  'measure.verified',
  'measure.refused',
  'measure.failed',
  'measure.expired',
  'measure.lifted',
] as const satisfies readonly OutcomeKind[];

/** The immutable facts that the record keeps of a decision; ids do not depend on the attempt. */
export function outcomesOf(around: Around, fact: ProtectionFact): readonly Outcome[] {
  switch (fact.kind) {
    case 'case.opened':
    case 'case.merged':
      return [ofSignal(around, fact)];
    case 'case.closed':
      return [
        write(around, fact, ['case.closed', fact.case, openedAt(around, fact.case)], {
          ...ofCase(around, fact.case),
          reason: fact.reason,
        }),
      ];
    case 'task.opened':
    case 'task.claimed':
    case 'task.decided':
    case 'task.withdrawn':
    case 'task.rung-reached':
      return [ofTask(around, fact)];
    case 'consent.withdrawn':
      return [write(around, fact, ['consent.withdrawn', around.after.defender, 0], {})];
    default:
      return 'instance' in fact && fact.kind.startsWith('measure.')
        ? ofMeasure(around, fact as InstanceFact)
        : [];
  }
}

/** What makes an outcome the same outcome: kind, subject, step. */
type Identity = readonly [kind: OutcomeKind, subject: string, step: string | number];

function write(
  around: Around,
  fact: ProtectionFact,
  identity: Identity,
  details: Details,
): Outcome {
  const [kind] = identity;
  return {
    id: outcomeId(...identity),
    kind,
    defender: around.after.defender,
    at: fact.at,
    policyHash: around.policy.hash,
    ...details,
  };
}

function caseOf(around: Around, id: CaseState['id']): CaseState | undefined {
  return around.after.cases[id] ?? around.before.cases[id];
}

function openedAt(around: Around, id: CaseState['id']): number {
  return caseOf(around, id)?.openedAt ?? 0;
}

function ofCase(around: Around, id: CaseState['id']): Details {
  const known = caseOf(around, id);
  if (known === undefined) return { case: id };
  return {
    case: id,
    campaign: known.campaign,
    threat: known.threat,
    tier: known.tier,
    score: known.score,
    eventAt: known.eventAt,
    firstEventAt: known.firstEventAt,
    actorCount: known.actorCount,
    eventCount: known.eventCount,
  };
}

function ofSignal(around: Around, fact: SignalFact): Outcome {
  const { signal } = fact;
  const step = fact.kind === 'case.opened' ? fact.at : `${signal.id}#${signal.revision}`;
  return write(around, fact, [fact.kind, fact.case, step], {
    case: fact.case,
    campaign: signal.campaign,
    signal: signal.id,
    threat: signal.threat,
    tier: signal.tier,
    score: signal.score,
    eventAt: signal.eventAt,
    firstEventAt: signal.firstEventAt,
    actorCount: signal.actorCount,
    eventCount: signal.eventCount,
  });
}

function ofMeasure(around: Around, fact: InstanceFact): readonly Outcome[] {
  const kind = RECORDED.find((each) => each === fact.kind);
  const instance = instanceOf(around, fact.instance);
  if (kind === undefined || instance === undefined) return [];
  if (fact.kind === 'measure.applied' && !fact.first) return [];
  const spec = around.policy.measures[instance.measure];
  return [
    write(around, fact, [kind, instance.ref, 0], {
      ...ofCase(around, instance.case),
      measure: instance.measure as MeasureName,
      instance: instance.ref,
      ...(spec === undefined ? {} : { harm: spec.harm }),
      automatic: instance.automatic,
      expiresAt: instance.liftAt,
      ...('reason' in fact ? { reason: fact.reason.slice(0, 256) } : {}),
    }),
  ];
}

function ofTask(around: Around, fact: TaskFact): Outcome {
  switch (fact.kind) {
    case 'task.opened':
      return write(around, fact, ['task.opened', fact.task.id, 0], {
        ...taskDetails(around, fact.task),
        reason: fact.task.spec.question,
      });
    case 'task.claimed': {
      const task = around.after.tasks[fact.claim.task];
      return write(around, fact, ['task.claimed', fact.claim.task, task?.claims ?? 1], {
        ...taskDetails(around, task),
        responder: fact.claim.responder,
        scripted: fact.claim.scripted,
      });
    }
    case 'task.decided': {
      const { decision } = fact;
      return write(around, fact, ['task.decided', decision.task, 0], {
        ...taskDetails(around, around.after.tasks[decision.task]),
        responder: decision.responder,
        scripted: decision.scripted,
        option: decision.option,
        verdict: decision.verdict,
        reason: decision.reason.slice(0, 256),
      });
    }
    case 'task.withdrawn':
      return write(around, fact, ['task.decided', fact.task, 0], {
        ...taskDetails(around, taskOf(around, fact.task)),
        option: WITHDRAWN_OPTION,
        reason: 'consent-withdrawn',
      });
    case 'task.rung-reached':
      return ofRung(around, fact);
  }
}

function ofRung(around: Around, fact: Extract<TaskFact, { kind: 'task.rung-reached' }>): Outcome {
  const task = taskOf(around, fact.task);
  const details = { ...taskDetails(around, task), option: fact.rung };
  return fact.overdue
    ? write(around, fact, ['task.overdue', fact.task, 0], details)
    : write(around, fact, ['task.escalated', fact.task, task?.rungs ?? 0], details);
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

import type { MeasureName, Outcome } from '@hrd-shield/contracts';
import type { OutcomeKind } from '@hrd-shield/contracts/pure';
import type { Around } from './around.ts';
import { instanceOf } from './command.ts';
import type { ProtectionFact } from './facts.ts';
import { ofCase, openedAt, write } from './outcome-parts.ts';
import type { MeasureInstance } from './state.ts';
import { taskOutcomes } from './task-outcomes.ts';

type SignalFact = Extract<ProtectionFact, { kind: 'case.opened' | 'case.merged' }>;
type InstanceFact = Extract<
  ProtectionFact,
  { kind: `measure.${string}`; instance: MeasureInstance['ref'] }
>;

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
    case 'task.approved':
    case 'task.undone':
    case 'task.contacted':
    case 'task.handed-over':
    case 'task.passed':
    case 'task.withdrawn':
    case 'task.rung-reached':
    case 'task.rung-told':
      return taskOutcomes(around, fact);
    case 'consent.withdrawn':
      return [write(around, fact, ['consent.withdrawn', around.after.defender, 0], {})];
    default:
      return 'instance' in fact && fact.kind.startsWith('measure.')
        ? ofMeasure(around, fact as InstanceFact)
        : [];
  }
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

import {
  type DefenderRef,
  designationTaskId,
  type Notice,
  type NoticeKind,
  type NoticeTarget,
  noticeId,
} from '@hrd-shield/contracts/pure';
import type { RegistryFact } from './facts.ts';
import type { RegistryPolicy } from './policy.ts';

/** Whom a fact concerns so much that they are told; content-free. */
export function registryNotices(
  ref: DefenderRef,
  fact: RegistryFact,
  ordinal: number,
  policy: RegistryPolicy,
): readonly Notice[] {
  const task = designationTaskId(ref, fact.kind, ordinal);
  const notice = (kind: NoticeKind, target: NoticeTarget, waitMs: number): Notice => ({
    id: noticeId(ref, `${kind}.${target.kind}.${fact.kind}`, ordinal),
    kind,
    target,
    task,
    dueAt: fact.at + waitMs,
  });
  const rung = (name: string) => ({ kind: 'rung', rung: name }) as const;
  const defender = { kind: 'defender', defender: ref } as const;
  switch (fact.kind) {
    case 'review-reminded':
    case 'grace-began':
      return [
        notice('designation-waits', rung('reminder'), policy.graceMs),
        notice('designation-waits', defender, policy.graceMs),
      ];
    case 'emergency-began':
      return [notice('designation-waits', rung('shift-lead'), policy.emergency.reviewMs)];
    case 'emergency-reminded':
      return [notice('designation-waits', rung('second-line'), policy.emergency.remindMs)];
    case 'duress-signalled':
      // Not to the defender: the phone may be in other hands.
      return [notice('critical-waits', rung('shift-lead'), 0)];
    case 'withdrawn':
      return [notice('designation-waits', rung('reminder'), policy.coolingOffMs)];
    case 'paused':
      return [notice('designation-waits', defender, policy.coolingOffMs)];
    case 'appealed':
      return [notice('designation-waits', rung('reminder'), policy.appealWithinMs)];
    case 'custody-began':
      return [notice('critical-waits', rung('shift-lead'), 0)];
    default:
      return [];
  }
}

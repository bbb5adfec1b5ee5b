import type { RegistryEndReason } from '@hrd-shield/contracts/pure';
import { evolveRegistry } from './evolve.ts';
import type { RegistryFact, RegistryFactBody } from './facts.ts';
import { consentedClasses, isLiving, type RegistryLife } from './life.ts';
import type { RegistryPolicy } from './policy.ts';

/** What the clock needs to know of the world; epoch ms. */
export interface RegistryMoment {
  readonly at: number;
  /** A case of this defender is open: no missed review ends protection. */
  readonly hasOpenCase: boolean;
  /** Since when the registry has answered without an outage. */
  readonly upSince: number;
}

/** Steps of one turn; a long outage is caught up with in one. */
const STEPS_MAX = 16;

/**
 * What the time alone brings. Every step needs the one before it to be written down, so that
 * nobody's protection ends unless they were reminded and the registry could be reached.
 *
 * @source response notes, section 2; architecture notes, section 4
 */
export function tickRegistry(
  life: RegistryLife,
  moment: RegistryMoment,
  policy: RegistryPolicy,
): readonly RegistryFact[] {
  const facts: RegistryFact[] = [];
  let now = life;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const body = dueStep(now, moment, policy);
    if (body === undefined) break;
    const { at } = moment;
    const fact: RegistryFact = { ...body, at, recordedAt: at, by: 'clock' };
    facts.push(fact);
    now = evolveRegistry(now, fact);
  }
  return facts;
}

/** When the clock has to be asked again, epoch ms; undefined when time changes nothing more. */
export function nextTickAt(
  life: RegistryLife,
  moment: RegistryMoment,
  policy: RegistryPolicy,
): number | undefined {
  const { heldMs } = policy;
  const next = deadlines(life, moment, policy).map(({ dueAt, isHeld }) =>
    isHeld === true && dueAt <= moment.at ? moment.at + heldMs : dueAt,
  );
  return next.length === 0 ? undefined : Math.min(...next);
}

interface Deadline {
  readonly dueAt: number;
  readonly body: RegistryFactBody;
  /** A case in the middle of which nobody is left alone. */
  readonly isHeld?: boolean;
}

function dueStep(
  life: RegistryLife,
  moment: RegistryMoment,
  policy: RegistryPolicy,
): RegistryFactBody | undefined {
  const due = deadlines(life, moment, policy).filter(
    ({ dueAt, isHeld }) => dueAt <= moment.at && isHeld !== true,
  );
  return due.toSorted((a, b) => a.dueAt - b.dueAt)[0]?.body;
}

function deadlines(
  life: RegistryLife,
  moment: RegistryMoment,
  policy: RegistryPolicy,
): readonly Deadline[] {
  if (life.isErased || life.version === 0) return [];
  if (isLiving(life)) {
    return [...emergencyDeadlines(life, policy), ...reviewDeadlines(life, moment, policy)];
  }
  const { ended, proposedAt, refusal, withdrawal } = life;
  if (life.appeal !== undefined) return [];
  switch (life.state) {
    case 'cooling-off': {
      if (withdrawal === undefined) return [];
      const { confirmedBy, since } = withdrawal;
      const waitMs = confirmedBy === undefined ? policy.confirmWithinMs : policy.coolingOffMs;
      return [ends('withdrawn', since + waitMs)];
    }
    case 'refused':
      return refusal === undefined ? [] : [erases(refusal.at + policy.appealWithinMs)];
    case 'ended':
      return ended === undefined ? [] : [erases(ended.at + keptMs(ended.reason, policy))];
    default:
      return [ends('no-consent', proposedAt + policy.proposalMs)];
  }
}

/** A withdrawal has cooled off before its end; an end by others stays open to appeal. */
function keptMs(reason: RegistryEndReason, policy: RegistryPolicy): number {
  if (reason === 'withdrawn') return 0;
  return reason === 'reviewed-out' ? policy.appealWithinMs : policy.coolingOffMs;
}

function emergencyDeadlines(life: RegistryLife, policy: RegistryPolicy): readonly Deadline[] {
  const { emergency } = life;
  if (emergency === undefined) return [];
  const { endMs, remindMs, reviewMs } = policy.emergency;
  const { remindedAt, reviewedBy, since } = emergency;
  const end = consentedClasses(life).length === 0 ? [ends('no-consent', since + endMs)] : [];
  if (reviewedBy !== undefined) return end;
  const dueAt = remindedAt === undefined ? since + reviewMs : remindedAt + remindMs;
  const isOver = dueAt >= since + endMs;
  return isOver ? end : [...end, { dueAt, body: { kind: 'emergency-reminded' } }];
}

function reviewDeadlines(
  life: RegistryLife,
  moment: RegistryMoment,
  policy: RegistryPolicy,
): readonly Deadline[] {
  const { graceSince, reminders, reviewDueAt } = life;
  if (reviewDueAt === undefined || life.custodySince !== undefined) return [];
  const remindBefore = policy.remindBeforeMs[reminders];
  if (remindBefore !== undefined) {
    return [{ dueAt: reviewDueAt - remindBefore, body: { kind: 'review-reminded' } }];
  }
  const isHeld = moment.hasOpenCase;
  if (graceSince === undefined)
    return [{ dueAt: reviewDueAt, body: { kind: 'grace-began' }, isHeld }];
  const lapsesAt = Math.max(graceSince, moment.upSince) + policy.graceMs;
  return [{ ...ends('expired', lapsesAt), isHeld }];
}

function ends(reason: RegistryEndReason, dueAt: number): Deadline {
  return { dueAt, body: { kind: 'ended', reason } };
}

function erases(dueAt: number): Deadline {
  return { dueAt, body: { kind: 'erased' } };
}

import {
  DECISION_REASONS,
  type DecisionReason,
  type HoldId,
  type HoldOption,
  type HoldRow,
  type RemedyId,
  type RemedyOption,
  type RemedyRow,
  type RemedySubject,
  type Sealed,
} from '@hrd-shield/contracts';
import type { Answer } from './ask-protection.ts';
import type { TemporalConnection } from './connect.ts';
import { createHoldClient } from './hold-client.ts';
import { createRemedyClient } from './remedy-client.ts';
import type { TaskPrincipal } from './task-principal.ts';

/** What somebody says about a hold or a remedy. */
export interface Judgement<Option> {
  readonly option: Option;
  readonly reasons: readonly DecisionReason[];
  readonly note?: Sealed | undefined;
}

/** The use cases of people with holds and remedies; the principal is that of a token. */
export interface ApprovalDesk {
  /** @throws ShieldError `temporal.*` | `postgres.*` */
  decideHold(
    principal: TaskPrincipal,
    hold: HoldId,
    judgement: Judgement<HoldOption>,
  ): Promise<Answer>;
  /** @throws ShieldError `temporal.*` | `postgres.*` */
  decideRemedy(
    principal: TaskPrincipal,
    remedy: RemedyId,
    judgement: Judgement<RemedyOption>,
  ): Promise<Answer>;
  /** Opens a remedy for an appeal. @throws ShieldError `temporal.*` */
  appeal(principal: TaskPrincipal, about: RemedySubject): Promise<Answer>;
}

export interface ApprovalDeskDeps {
  readonly findHold: (id: HoldId) => Promise<HoldRow | undefined>;
  readonly findRemedy: (id: RemedyId) => Promise<RemedyRow | undefined>;
  /** Where workers of remedies wait. */
  readonly taskQueue: string;
}

const REFUSED = { ok: false, code: 'access.refused' } as const;

/**
 * Who may decide at all is settled here; the rest (two people, nobody who decided before) by the
 * workflow, which alone knows what happened.
 */
export function openApprovalDesk(to: TemporalConnection, deps: ApprovalDeskDeps): ApprovalDesk {
  const holds = createHoldClient(to, deps.taskQueue);
  const remedies = createRemedyClient(to, deps.taskQueue);
  return {
    decideHold: async (principal, id, judgement) => {
      const refused = refusalOf(principal, judgement);
      if (refused !== undefined) return refused;
      const hold = await deps.findHold(id);
      if (hold === undefined) return { ok: false, code: 'hold.unknown' };
      return holds.decide(id, {
        ...said(principal, judgement),
        hasConflict: principal.conflicts.includes(`origin:${hold.origin}`),
      });
    },
    decideRemedy: async (principal, id, judgement) => {
      const refused = refusalOf(principal, judgement);
      if (refused !== undefined) return refused;
      const remedy = await deps.findRemedy(id);
      if (remedy === undefined) return { ok: false, code: 'remedy.unknown' };
      return remedies.decide(id, said(principal, judgement));
    },
    appeal: async (principal, about) => {
      if (principal.role === 'observer') return REFUSED;
      await remedies.open(about);
      return { ok: true };
    },
  };
}

function refusalOf(
  principal: TaskPrincipal,
  { reasons }: Judgement<unknown>,
): Extract<Answer, { ok: false }> | undefined {
  if (principal.role === 'observer') return REFUSED;
  const known: readonly string[] = DECISION_REASONS;
  const areKnown = reasons.length > 0 && reasons.every((reason) => known.includes(reason));
  return areKnown ? undefined : { ok: false, code: 'task.unknown-reason' };
}

function said<Option>(
  { responder, scripted }: TaskPrincipal,
  { note, option, reasons }: Judgement<Option>,
) {
  const known = { responder, scripted, option, reason: reasons.join(',') };
  return note === undefined ? known : { ...known, note };
}

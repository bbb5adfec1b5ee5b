import type { Notice, NoticeDelivery, Outcome } from '@hrd-shield/contracts';
import {
  holdTaskId,
  noticeId,
  outcomeId,
  type RemedyOpening,
  remedyIdOf,
} from '@hrd-shield/contracts/pure';
import type { HoldLife, HoldSubject } from './state.ts';

/** What a defender is told of a request by a state, and from when; undefined where none asked. */
export interface StateNotice {
  readonly notice: Notice;
  /** Epoch ms; now unless the law bars it for longer. */
  readonly from: number;
  /** Recorded at once where telling is barred. */
  readonly barred?: Outcome;
}

/**
 * A defender is told of requests of states about them, unless the law bars it; then when it no
 * longer does.
 *
 * @param at epoch ms
 * @source response notes, section 4
 */
export function stateNoticeOf(about: HoldSubject, at: number): StateNotice | undefined {
  if (about.origin !== 'government' && about.origin !== 'court') return undefined;
  const notice: Notice = {
    id: noticeId(about.hold, 'defender', 0),
    kind: 'state-request',
    target: { kind: 'defender', defender: about.defender },
    task: holdTaskId(about.hold),
    dueAt: about.dueAt,
  };
  const from = about.noticeBarredUntil ?? at;
  if (from <= at) return { notice, from: at };
  const barred = fact(about, 'notice.barred', notice, { at, reason: 'barred-by-law' });
  return { notice, from, barred: { ...barred, expiresAt: from } };
}

/** What became of the notice. */
export function stateNoticeOutcome(
  about: HoldSubject,
  notice: Notice,
  told: { readonly delivery: NoticeDelivery | undefined; readonly at: number },
): Outcome {
  const { at, delivery } = told;
  return delivery?.state === 'delivered'
    ? fact(about, 'notice.delivered', notice, { at, reason: delivery.channel ?? 'delivered' })
    : fact(about, 'notice.failed', notice, { at, reason: delivery?.state ?? 'failed' });
}

/** An action that went ahead without the review it should have had opens a remedy. */
export function remedyAfter(life: HoldLife, at: number): RemedyOpening | undefined {
  if (life.state !== 'released-unreviewed') return undefined;
  const { defender, hold } = life.about;
  return {
    remedy: remedyIdOf('released-unreviewed', hold, 0),
    defender,
    cause: 'released-unreviewed',
    hold,
    firstDeciders: life.allowedBy,
    openedAt: at,
  };
}

function fact(
  about: HoldSubject,
  kind: Outcome['kind'],
  notice: Notice,
  told: { readonly at: number; readonly reason: string },
): Outcome {
  return {
    id: outcomeId(kind, notice.id, 0),
    kind,
    defender: about.defender,
    at: told.at,
    task: notice.task,
    dueAt: about.dueAt,
    option: 'state-request',
    reason: told.reason,
    policyHash: about.policyHash,
  };
}

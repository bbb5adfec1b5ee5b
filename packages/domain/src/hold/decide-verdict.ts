import {
  type AdverseAction,
  type AdverseGround,
  type AdverseOrigin,
  type HoldId,
  type HoldState,
  unreachable,
} from '@hrd-shield/contracts/pure';
import type { HoldPolicy } from './policy.ts';

/** What is asked, without account or id. */
export interface AskedAction {
  readonly action: AdverseAction;
  readonly origin: AdverseOrigin;
  readonly ground: AdverseGround;
  /** When a binding order must be carried out, epoch ms. */
  readonly orderDueAt?: number | undefined;
}

/** What an earlier question about the same action led to. */
export interface EarlierHold {
  readonly hold: HoldId;
  /** `blind`: it waited because nobody could tell whom it is against. */
  readonly state: HoldState | 'blind';
  /** Epoch ms. */
  readonly dueAt: number;
}

/** What is known when the platform asks; the answer waits for nothing else. */
export interface HoldQuestion {
  readonly asked: AskedAction;
  /** Whether the account has a living designation, as far as the view tells. */
  readonly isDefender: boolean;
  /** False when the view may be behind: an account that it does not know may be a defender's. */
  readonly isViewFresh: boolean;
  readonly earlier?: EarlierHold | undefined;
  /** Epoch ms. */
  readonly now: number;
}

/** What follows for the platform, and for people. */
export type HoldVerdict =
  | { readonly kind: 'proceed' }
  /** Goes ahead at once; people look at it until then. */
  | { readonly kind: 'override'; readonly reviewBy: number }
  /** Waits; `blind` ones have nobody to decide them and end by time alone. */
  | { readonly kind: 'hold'; readonly until: number; readonly reason: 'defender' | 'blind' }
  /** As an earlier question about the same action was answered. */
  | { readonly kind: 'still-held'; readonly until: number }
  | { readonly kind: 'refused' };

const PROCEED: HoldVerdict = { kind: 'proceed' };

/**
 * Decides one question. It knows no other hold and no load, so that no flood shortens anything; and
 * what it answers for a defender ends by itself, so that a designation is no immunity.
 *
 * @invariant each hold ends within the longest bound of the policy; the same action, asked again
 *   at its end, goes ahead unless an approver has refused it
 * @source response notes, section 2 (`holdAdverseAction`)
 */
export function decideVerdict(question: HoldQuestion, policy: HoldPolicy): HoldVerdict {
  const { asked, isDefender, isViewFresh, earlier, now } = question;
  const known = earlier === undefined ? undefined : answerAgain(earlier, question);
  if (known !== undefined) return known;
  const isBlind = !isDefender && !isViewFresh;
  const until = now + (isBlind ? policy.staleHoldMs : policy.holdMs[asked.origin]);
  const mustProceed = isNeverHeld(asked, until, policy);
  if (!isDefender && !isBlind) return PROCEED;
  if (mustProceed) {
    return isDefender ? { kind: 'override', reviewBy: now + policy.reviewMs } : PROCEED;
  }
  return { kind: 'hold', until, reason: isDefender ? 'defender' : 'blind' };
}

/** @returns undefined where the action is decided as if it were asked for the first time */
function answerAgain(earlier: EarlierHold, question: HoldQuestion): HoldVerdict | undefined {
  const { isDefender, isViewFresh, now } = question;
  switch (earlier.state) {
    case 'refused':
      return { kind: 'refused' };
    case 'allowed':
    case 'released-unreviewed':
    case 'proceeded':
      return PROCEED;
    case 'held':
      // The designation has ended: nobody is held for any more.
      if (!isDefender && isViewFresh) return PROCEED;
      return now < earlier.dueAt ? { kind: 'still-held', until: earlier.dueAt } : PROCEED;
    case 'blind':
      // Sight is back: people can decide it now, or nobody has to.
      if (isDefender || isViewFresh) return undefined;
      return now < earlier.dueAt ? { kind: 'still-held', until: earlier.dueAt } : PROCEED;
    default:
      return unreachable(earlier.state);
  }
}

function isNeverHeld(asked: AskedAction, until: number, policy: HoldPolicy): boolean {
  return policy.neverHold.some(({ ground, when }) => {
    if (ground !== asked.ground) return false;
    switch (when) {
      case 'always':
        return true;
      case 'due-before-the-end':
        return asked.orderDueAt !== undefined && asked.orderDueAt < until;
      default:
        return unreachable(when);
    }
  });
}

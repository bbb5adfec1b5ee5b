import type { DefenderRef, HoldId, ObjectRef, ResponderRef } from '@hrd-shield/contracts/pure';
import { deriveId } from '@hrd-shield/contracts/pure';
import type { AskedAction, HoldQuestion } from '../decide-verdict.ts';
import type { HoldInput } from '../facts.ts';
import type { HoldPolicy } from '../policy.ts';
import type { HoldSubject } from '../state.ts';

export const START = 1_700_000_000_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const aHold = deriveId('h', 'one') as HoldId;
export const alice = deriveId('r', 'alice') as ResponderRef;
export const basil = deriveId('r', 'basil') as ResponderRef;

export const rules: HoldPolicy = {
  hash: 'a'.repeat(64),
  neverHold: [
    { ground: 'child-sexual-abuse', when: 'always' },
    { ground: 'imminent-threat-to-life', when: 'always' },
    { ground: 'binding-order', when: 'due-before-the-end' },
  ],
  holdMs: {
    government: 24 * HOUR,
    court: 24 * HOUR,
    reports: 12 * HOUR,
    automated: 4 * HOUR,
    moderator: 30 * MINUTE,
  },
  staleHoldMs: 15 * MINUTE,
  reviewMs: 24 * HOUR,
};

/** A question about a defender in a fresh view. */
export function question(
  asked: Partial<AskedAction> = {},
  changes: Partial<Omit<HoldQuestion, 'asked'>> = {},
): HoldQuestion {
  return {
    asked: { action: 'remove', origin: 'automated', ground: 'platform-rules', ...asked },
    isDefender: true,
    isViewFresh: true,
    now: START,
    ...changes,
  };
}

export function about(changes: Partial<HoldSubject> = {}): HoldSubject {
  return {
    hold: aHold,
    defender: deriveId('d', 'one') as DefenderRef,
    subject: deriveId('o', 'one') as ObjectRef,
    action: 'suspend',
    origin: 'government',
    ground: 'unlawful-content',
    began: 'held',
    askedAt: START,
    dueAt: START + 24 * HOUR,
    policyHash: rules.hash,
    ...changes,
  };
}

export const placed: HoldInput = { kind: 'placed', at: START };
export const clock = (at: number): HoldInput => ({ kind: 'clock', at });

export function says(
  responder: ResponderRef,
  option: 'allow' | 'refuse',
  at = START + HOUR,
): Extract<HoldInput, { readonly kind: 'decision' }> {
  return {
    kind: 'decision',
    at,
    decision: { responder, scripted: false, option, reason: 'seen' },
  };
}

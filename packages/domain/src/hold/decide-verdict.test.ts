import { describe, expect, it } from 'vitest';
import { decideVerdict, type EarlierHold } from './decide-verdict.ts';
import { aHold, HOUR, MINUTE, question, rules, START } from './spec/builders.ts';

const asksAgain = (state: EarlierHold['state'], now: number, more = {}) =>
  decideVerdict(
    question({}, { earlier: { hold: aHold, state, dueAt: START + 4 * HOUR }, now, ...more }),
    rules,
  );

describe('the verdict on an adverse action', () => {
  it('lets an action against anybody else go ahead, whatever its origin', () => {
    for (const origin of ['government', 'reports', 'moderator', 'automated', 'court'] as const) {
      const verdict = decideVerdict(question({ origin }, { isDefender: false }), rules);
      expect(verdict).toEqual({ kind: 'proceed' });
    }
  });

  it('always holds what a government asks against a defender, however it is called', () => {
    for (const ground of ['unlawful-content', 'platform-rules', 'other'] as const) {
      const verdict = decideVerdict(question({ origin: 'government', ground }), rules);
      expect(verdict).toEqual({ kind: 'hold', until: START + 24 * HOUR, reason: 'defender' });
    }
  });

  it('always holds what many reports drive', () => {
    const verdict = decideVerdict(question({ origin: 'reports' }), rules);
    expect(verdict).toEqual({ kind: 'hold', until: START + 12 * HOUR, reason: 'defender' });
  });

  it('gives a moderator a short time for a second look', () => {
    const verdict = decideVerdict(question({ origin: 'moderator' }), rules);
    expect(verdict).toEqual({ kind: 'hold', until: START + 30 * MINUTE, reason: 'defender' });
  });

  it('never holds child sexual abuse or a threat to life, and has people look within 24 h', () => {
    for (const ground of ['child-sexual-abuse', 'imminent-threat-to-life'] as const) {
      for (const origin of ['government', 'reports', 'moderator'] as const) {
        const verdict = decideVerdict(question({ origin, ground }), rules);
        expect(verdict).toEqual({ kind: 'override', reviewBy: START + 24 * HOUR });
      }
    }
  });

  it('lets a binding order go ahead only when it is due before the hold would end', () => {
    const order = { origin: 'court', ground: 'binding-order' } as const;
    const due = (orderDueAt?: number) => decideVerdict(question({ ...order, orderDueAt }), rules);
    expect(due(START + 23 * HOUR).kind).toBe('override');
    expect(due(START + 24 * HOUR).kind).toBe('hold');
    expect(due().kind).toBe('hold');
  });

  it('grants no immunity: the same action goes ahead after the hold', () => {
    expect(asksAgain('held', START + HOUR)).toEqual({
      kind: 'still-held',
      until: START + 4 * HOUR,
    });
    expect(asksAgain('held', START + 4 * HOUR)).toEqual({ kind: 'proceed' });
    expect(asksAgain('released-unreviewed', START + 5 * HOUR)).toEqual({ kind: 'proceed' });
  });

  it('holds for nobody whose designation has ended, once that is known', () => {
    const ended = { isDefender: false };
    expect(asksAgain('held', START + HOUR, ended)).toEqual({ kind: 'proceed' });
    const unknown = { ...ended, isViewFresh: false };
    expect(asksAgain('held', START + HOUR, unknown).kind).toBe('still-held');
  });

  it('follows what the approvers said, before the hold would end', () => {
    expect(asksAgain('refused', START + HOUR)).toEqual({ kind: 'refused' });
    expect(asksAgain('refused', START + 9 * HOUR)).toEqual({ kind: 'refused' });
    expect(asksAgain('allowed', START + HOUR)).toEqual({ kind: 'proceed' });
    expect(asksAgain('proceeded', START + HOUR)).toEqual({ kind: 'proceed' });
  });
});

describe('a view that may be behind', () => {
  const behind = { isDefender: false, isViewFresh: false };

  it('holds an account that it does not know for a short bound, then releases it', () => {
    const verdict = decideVerdict(question({ origin: 'government' }, behind), rules);
    expect(verdict).toEqual({ kind: 'hold', until: START + 15 * MINUTE, reason: 'blind' });
    const earlier = { hold: aHold, state: 'blind', dueAt: START + 15 * MINUTE } as const;
    const again = (now: number, more = {}) =>
      decideVerdict(question({}, { ...behind, earlier, now, ...more }), rules);
    expect(again(START + 14 * MINUTE).kind).toBe('still-held');
    expect(again(START + 15 * MINUTE).kind).toBe('proceed');
  });

  it('decides anew once it is fresh again: nobody else waits any longer', () => {
    expect(asksAgain('blind', START + MINUTE, { isDefender: false }).kind).toBe('proceed');
    expect(asksAgain('blind', START + MINUTE, { isDefender: true })).toEqual({
      kind: 'hold',
      until: START + MINUTE + 4 * HOUR,
      reason: 'defender',
    });
  });

  it('still holds a defender that it knows as always, and never what is never held', () => {
    const knows = { isViewFresh: false };
    expect(decideVerdict(question({ origin: 'reports' }, knows), rules)).toEqual({
      kind: 'hold',
      until: START + 12 * HOUR,
      reason: 'defender',
    });
    const ground = 'imminent-threat-to-life';
    expect(decideVerdict(question({ ground }, behind), rules)).toEqual({ kind: 'proceed' });
  });
});

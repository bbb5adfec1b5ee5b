import { deriveId, type HoldId } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import { decideHold, refusalOfHoldDecision } from './decide.ts';
import type { HoldInput } from './facts.ts';
import { about, alice, basil, clock, HOUR, placed, START, says } from './spec/builders.ts';
import { type HoldLife, initialHold } from './state.ts';

/** Plays the inputs. @returns the life and the kinds of the outcomes in order */
function given(inputs: readonly HoldInput[], subject = about()) {
  let life: HoldLife = initialHold(subject);
  const kinds: string[] = [];
  for (const input of inputs) {
    const decided = decideHold(life, input);
    life = decided.life;
    kinds.push(...decided.outcomes.map(({ kind }) => kind));
  }
  return { life, kinds };
}

function refusalAfter(inputs: readonly HoldInput[], input: HoldInput): string | undefined {
  if (input.kind !== 'decision') return undefined;
  return refusalOfHoldDecision(given(inputs).life, input.decision, input.at);
}

describe('the life of a hold', () => {
  it('is told once when it begins, at the time of the question', () => {
    expect(given([placed, placed]).kinds).toEqual(['hold.placed']);
    const [outcome] = decideHold(initialHold(about()), {
      kind: 'placed',
      at: START + HOUR,
    }).outcomes;
    expect(outcome).toMatchObject({
      at: START,
      dueAt: START + 24 * HOUR,
      reason: 'government.unlawful-content',
    });
  });

  it('ends when one approver refuses the action', () => {
    const { life, kinds } = given([placed, says(alice, 'refuse')]);
    expect([life.state, kinds]).toEqual(['refused', ['hold.placed', 'hold.refused']]);
  });

  it('needs two different approvers to allow it', () => {
    const first = given([placed, says(alice, 'allow')]);
    expect([first.life.state, first.kinds]).toEqual(['held', ['hold.placed']]);
    const second = given([placed, says(alice, 'allow'), says(basil, 'allow')]);
    expect([second.life.state, second.kinds.at(-1)]).toEqual(['allowed', 'hold.allowed']);
  });

  it('refuses the second allowance of the same approver, but not a change of mind', () => {
    const once = [placed, says(alice, 'allow')];
    expect(refusalAfter(once, says(alice, 'allow'))).toBe('hold.same-approver');
    expect(given([...once, says(alice, 'allow')]).life.state).toBe('held');
    expect(given([...once, says(alice, 'refuse')]).life.state).toBe('refused');
  });

  it('is decided by nobody with a conflict of interest, either way', () => {
    for (const option of ['allow', 'refuse'] as const) {
      const said = says(alice, option);
      const torn = { ...said, decision: { ...said.decision, hasConflict: true } };
      expect(refusalAfter([placed], torn)).toBe('hold.conflict');
      expect(given([placed, torn]).life.state).toBe('held');
    }
  });

  it('is released at its deadline, which is a fact of its own', () => {
    expect(given([placed, clock(START + 24 * HOUR - 1)]).life.state).toBe('held');
    const { life, kinds } = given([placed, says(alice, 'allow'), clock(START + 24 * HOUR)]);
    expect([life.state, kinds]).toEqual([
      'released-unreviewed',
      ['hold.placed', 'hold.released-unreviewed'],
    ]);
  });

  it('takes no decision once it has ended or its time is over', () => {
    const ended = [placed, says(alice, 'refuse')];
    expect(refusalAfter(ended, says(basil, 'allow'))).toBe('task.already-decided');
    const late = says(basil, 'refuse', START + 24 * HOUR);
    expect(refusalAfter([placed], late)).toBe('task.already-decided');
    expect(given([...ended, clock(START + 48 * HOUR)]).kinds).toHaveLength(2);
  });

  it('refuses an option that it does not offer', () => {
    const odd = says(alice, 'maybe' as 'allow');
    expect(refusalAfter([placed], odd)).toBe('task.unknown-option');
  });

  it('looks after the fact at what went ahead, and says when nobody looked', () => {
    const override = about({ began: 'proceeded', ground: 'imminent-threat-to-life' });
    expect(given([placed, says(alice, 'refuse')], override).kinds).toEqual([
      'hold.override',
      'hold.refused',
    ]);
    const missed = decideHold(initialHold(override), clock(START + 24 * HOUR)).outcomes;
    expect(missed).toMatchObject([{ kind: 'hold.released-unreviewed', reason: 'review-missed' }]);
  });

  it('is not shortened by a thousand others', () => {
    const flood = Array.from({ length: 1_000 }, (_, i) =>
      given([placed], about({ hold: deriveId('h', i) as HoldId })),
    );
    const last = flood.at(-1)?.life;
    expect(last?.about.dueAt).toBe(START + 24 * HOUR);
    expect(decideHold(last ?? initialHold(about()), clock(START + 24 * HOUR - 1)).facts).toEqual(
      [],
    );
  });
});

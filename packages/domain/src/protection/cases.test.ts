import { describe, expect, it } from 'vitest';
import { nextDeadline } from './clock.ts';
import {
  aCampaign,
  alice,
  answer,
  aPolicy,
  aSignal,
  clock,
  DAY,
  HOUR,
  liftSeen,
  START,
  signals,
} from './spec/builders.ts';
import { commandsOf, given, only, outcomesOf } from './spec/given-when-then.ts';
import type { Step } from './spec/story.ts';
import { casesOf, tasksOf } from './state.ts';

const claimed: Step = (so) => ({
  kind: 'claim',
  at: START,
  claim: { task: only(tasksOf(so.state)).id, responder: alice, scripted: false },
});

const decided =
  (option: string): Step =>
  (so) => ({
    kind: 'decision',
    at: START,
    decision: {
      task: only(tasksOf(so.state)).id,
      responder: alice,
      scripted: false,
      option,
      verdict: 'confirmed',
      reason: 'seen',
      evidenceVersion: 1,
    },
  });

describe('a case', () => {
  it('takes every later signal of its campaign', () => {
    const story = given([
      signals([aSignal({ name: 'a', tier: 'watch' })]),
      signals([aSignal({ name: 'b', tier: 'shield', eventCount: 90 })], START + HOUR),
    ]);
    expect(only(casesOf(story.state))).toMatchObject({ tier: 'shield', signalCount: 2 });
    expect(outcomesOf(story)).toContain('case.merged');
  });

  it('takes a signal once, whatever is redelivered', () => {
    const story = given([signals([aSignal()]), signals([aSignal()], START + HOUR)]);
    expect(story.last.facts).toEqual([]);
    expect(story.last.effects).toEqual([]);
  });

  it('is one for each campaign', () => {
    const two = aSignal({ name: 'b', campaign: aCampaign('two') });
    expect(casesOf(given([signals([aSignal(), two])]).state)).toHaveLength(2);
  });

  it('beyond the bound joins the case that was active last, and no signal is lost', () => {
    const many = Array.from({ length: 66 }, (_, i) =>
      aSignal({ name: `s${i}`, campaign: aCampaign(`c${i}`), tier: 'watch' }),
    );
    const story = given([signals(many)]);
    expect(casesOf(story.state)).toHaveLength(64);
    expect(casesOf(story.state).reduce((sum, each) => sum + each.signalCount, 0)).toBe(66);
  });

  it('closes when quiet, with measures lifted and the task decided', () => {
    const done = [
      signals([aSignal()]),
      answer('apply', 'applied', 'limit-replies'),
      answer('probe', 'effective', 'limit-replies'),
      claimed,
      decided('confirm-and-keep'),
      clock(START + DAY),
      ...liftSeen('limit-replies', START + DAY),
    ];
    expect(casesOf(given([...done, clock(START + 3 * DAY - 1)]).state)).toHaveLength(1);
    const closed = given([...done, clock(START + 3 * DAY)]);
    expect(outcomesOf(closed)).toEqual(['case.closed']);
    expect(casesOf(closed.state)).toEqual([]);
    expect(tasksOf(closed.state)).toEqual([]);
  });

  it('stays open while nobody has decided', () => {
    const story = given([
      signals([aSignal()]),
      clock(START + DAY),
      ...liftSeen('limit-replies', START + DAY),
      clock(START + 9 * DAY),
    ]);
    expect(casesOf(story.state)).toHaveLength(1);
  });

  it('that a person ruled out is not protected again at the same tier, but at a higher one', () => {
    const ruledOut = [signals([aSignal()]), claimed, decided('reject-and-lift')];
    expect(commandsOf(given(ruledOut))).toEqual(['lift limit-replies']);
    const lifted = [...ruledOut, ...liftSeen('limit-replies')];
    const same = given([...lifted, signals([aSignal({ name: 'b' })], START + HOUR)]);
    expect(commandsOf(same)).toEqual([]);
    const higher = aSignal({ name: 'c', tier: 'shield' });
    const worse = given([...lifted, signals([higher], START + HOUR)]);
    expect(commandsOf(worse)).toEqual(['apply limit-replies', 'apply hide-replies']);
    expect(outcomesOf(worse)).toContain('task.opened');
  });
});

describe('a withdrawal', () => {
  it('lifts everything, ends tasks, takes no signal and closes', () => {
    const withdrawn = [signals([aSignal()]), { kind: 'withdrawal', at: START } as const];
    expect(commandsOf(given(withdrawn))).toEqual(['lift limit-replies']);
    const later = given([...withdrawn, signals([aSignal({ name: 'b' })], START + HOUR)]);
    expect(later.last.facts).toEqual([]);
    const ended = given([...withdrawn, ...liftSeen('limit-replies')]);
    expect(outcomesOf(ended)).toEqual(['measure.lifted', 'case.closed']);
    expect(ended.state.done).toBe(true);
  });
});

describe('a protection', () => {
  it('ends only when the log can deliver no old signal again', () => {
    const quiet = [signals([aSignal({ tier: 'watch' })]), clock(START + 3 * DAY)];
    expect(casesOf(given(quiet).state)).toEqual([]);
    expect(nextDeadline(given(quiet).state, aPolicy())).toBe(START + 33 * DAY);
    expect(given([...quiet, clock(START + 33 * DAY)]).state.done).toBe(true);
  });
});

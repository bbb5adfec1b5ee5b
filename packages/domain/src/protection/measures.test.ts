import type { TaskId } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import type { ProtectionInput } from './input.ts';
import {
  aCampaign,
  alice,
  anActor,
  answer,
  aProfile,
  aSignal,
  clock,
  DAY,
  end,
  extend,
  HOUR,
  liftSeen,
  MINUTE,
  START,
  signals,
} from './spec/builders.ts';
import { commandsOf, given, only, outcomesOf, refusalAfter } from './spec/given-when-then.ts';
import type { Story } from './spec/story.ts';
import { isInForce, type MeasureInstance, measuresOf, tasksOf } from './state.ts';

const other = aSignal({ name: 'other', campaign: aCampaign('two'), threat: 'copypasta' });
const twoAttacks = [
  signals([aSignal()]),
  signals([aSignal({ name: 'other', campaign: aCampaign('two') })], START + MINUTE),
];

function ruledOut(task: TaskId): readonly ProtectionInput[] {
  const at = START + MINUTE;
  const who = { task, responder: alice, scripted: false };
  const judged = { verdict: 'rejected', reason: 'a strike', evidenceVersion: 1 } as const;
  return [
    { kind: 'claim', at, claim: who },
    { kind: 'decision', at, decision: { ...who, ...judged, option: 'reject-and-lift' } },
  ];
}

function inForce(story: Story, measure: string): readonly MeasureInstance[] {
  return measuresOf(story.state).filter((each) => each.measure === measure && isInForce(each));
}

const standing = [
  signals([aSignal()]),
  answer('apply', 'applied', 'limit-replies'),
  answer('probe', 'effective', 'limit-replies'),
];

/** Extended each half day, answered each time. */
const toItsEnd = Array.from({ length: 13 }, (_, i) => START + ((i + 1) * DAY) / 2).flatMap((at) => [
  extend('limit-replies', at),
  answer('apply', 'applied', 'limit-replies', at),
  answer('probe', 'effective', 'limit-replies', at),
]);

describe('a measure', () => {
  it('has its reversal registered before the apply command exists', () => {
    const story = given([signals([aSignal()])]);
    const kinds = story.last.facts.map((fact) => fact.kind);
    expect(kinds).toEqual(['profile.noted', 'case.opened', 'measure.requested', 'task.opened']);
    expect(story.last.facts[2]).toMatchObject({ liftAt: START + DAY });
    expect(only(measuresOf(story.state)).liftAt).toBe(START + DAY);
    expect(commandsOf(story)).toEqual(['apply limit-replies']);
  });

  it('lives from request over ack and probe to expiry and lift', () => {
    const applied = [signals([aSignal()]), answer('apply', 'applied', 'limit-replies')];
    expect(commandsOf(given(applied))).toEqual(['probe limit-replies']);
    const verified = [...applied, answer('probe', 'effective', 'limit-replies')];
    expect(outcomesOf(given(verified))).toEqual(['measure.verified']);
    const expired = [...verified, clock(START + DAY)];
    expect(commandsOf(given(expired))).toEqual(['lift limit-replies']);
    const lifted = given([...expired, ...liftSeen('limit-replies', START + DAY)]);
    expect(outcomesOf(lifted)).toEqual(['measure.lifted']);
    expect(measuresOf(lifted.state)).toEqual([]);
  });

  it('is not applied without consent', () => {
    const story = given([signals([aSignal()], START, aProfile({ allowedMeasures: [] }))]);
    expect(commandsOf(story)).toEqual([]);
  });

  it('is not applied by itself below its tier, nor when only a person may', () => {
    expect(commandsOf(given([signals([aSignal({ tier: 'watch' })])]))).toEqual([]);
    expect(commandsOf(given([signals([aSignal({ tier: 'shield' })])]))).toEqual([
      'apply limit-replies',
      'apply hide-replies',
    ]);
  });

  it('touches others only where the campaign is inauthentic or harms directly', () => {
    const actors = [anActor('a')];
    const authentic = given([signals([aSignal({ actors })])]);
    expect(commandsOf(authentic)).toEqual(['apply limit-replies']);
    const forged = given([signals([aSignal({ actors, inauthentic: true })])]);
    expect(commandsOf(forged)).toEqual(['apply limit-replies', 'apply slow-actors']);
  });

  it('is applied in an emergency without prior consent, at direct harm only', () => {
    const dox = aSignal({ threat: 'doxxing', directHarm: true });
    const nothing = aProfile({ allowedMeasures: [] });
    expect(commandsOf(given([signals([dox], START, nothing)]))).toEqual(['apply hide-post']);
    const mild = given([signals([{ ...dox, directHarm: false }], START, nothing)]);
    expect(commandsOf(mild)).toEqual([]);
  });

  it('needed by two cases is applied once and lifted when the last lets go', () => {
    const both = [signals([aSignal()]), signals([other], START + MINUTE)];
    expect(commandsOf(given(both))).toEqual([]);
    expect(only(measuresOf(given(both).state)).neededBy).toHaveLength(2);
    const bothTasks = tasksOf(given(twoAttacks).state).map((task) => task.id);
    const [first, second] = bothTasks.map((task) => ruledOut(task));
    const firstGone = [...twoAttacks, ...(first ?? [])];
    expect(commandsOf(given(firstGone))).toEqual([]);
    expect(only(measuresOf(given(firstGone).state)).neededBy).toHaveLength(1);
    expect(commandsOf(given([...firstGone, ...(second ?? [])]))).toEqual(['lift limit-replies']);
  });

  it('on actors belongs to one case, since each campaign has its own', () => {
    const forged = { inauthentic: true };
    const first = aSignal({ ...forged, actors: [anActor('a')] });
    const second = { ...other, ...forged, actors: [anActor('b')] };
    const story = given([signals([first]), signals([second], START + MINUTE)]);
    expect(commandsOf(story)).toEqual(['apply slow-actors']);
  });

  it('on others stops at its quota, goes to a person, and direct harm passes', () => {
    const forged = (name: string, more = {}) =>
      aSignal({
        name,
        campaign: aCampaign(name),
        inauthentic: true,
        actors: [anActor(name)],
        ...more,
      });
    const two = [signals([forged('a')]), signals([forged('b')])];
    const third = given([...two, signals([forged('c')])]);
    expect(commandsOf(third)).toEqual([]);
    expect(third.last.facts.map((fact) => fact.kind)).toContain('task.opened');
    const harm = given([...two, signals([forged('c', { directHarm: true })])]);
    expect(commandsOf(harm)).toEqual(['apply slow-actors']);
  });

  it('unanswered is sent again under the same id, then lifted to be safe and told to a person', () => {
    const steps = [signals([aSignal()]), clock(START + 30_000), clock(START + 60_000)];
    const ids = given(steps).decisions.flatMap((decision) =>
      decision.effects.flatMap((effect) => (effect.kind === 'command' ? [effect.command.id] : [])),
    );
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    const given4 = given([...steps, clock(START + 90_000)]);
    expect(commandsOf(given4)).toEqual(['lift limit-replies']);
    expect(outcomesOf(given4)).toEqual(['measure.failed', 'task.opened']);
  });

  it('refused is not asked for again at each signal, and a person may use its successor', () => {
    const refused = [signals([aSignal()]), answer('apply', 'refused', 'limit-replies')];
    expect(outcomesOf(given(refused))).toEqual(['measure.refused', 'task.opened']);
    const again = given([...refused, signals([aSignal({ name: 'next' })], START + MINUTE)]);
    expect(commandsOf(again)).toEqual([]);
  });

  it('without effect is lifted, since nobody knows what is on', () => {
    const story = given([
      signals([aSignal()]),
      answer('apply', 'applied', 'limit-replies'),
      answer('probe', 'ineffective', 'limit-replies'),
    ]);
    expect(commandsOf(story)).toEqual(['lift limit-replies']);
  });

  it('whose lift is unanswered is asked to lift for ever, slowly, while a person knows', () => {
    const late = START + DAY;
    const steps = [
      signals([aSignal()]),
      answer('apply', 'applied', 'limit-replies'),
      answer('probe', 'effective', 'limit-replies'),
      clock(late),
      clock(late + 30_000),
      clock(late + 60_000),
    ];
    expect(commandsOf(given(steps))).toEqual(['lift limit-replies']);
    const told = [...steps, clock(late + 90_000)];
    expect(outcomesOf(given(told))).toContain('task.opened');
    const slow = [...told, clock(late + 90_000 + 10 * MINUTE)];
    expect(commandsOf(given(slow))).toEqual(['lift limit-replies']);
  });

  it('is renewed by a later signal when its life runs out, up to its longest life', () => {
    const on = [
      signals([aSignal()]),
      answer('apply', 'applied', 'limit-replies'),
      answer('probe', 'effective', 'limit-replies'),
    ];
    const early = given([...on, signals([aSignal({ name: 'b' })], START + HOUR)]);
    expect(commandsOf(early)).toEqual([]);
    const late = given([...on, signals([aSignal({ name: 'b' })], START + 20 * HOUR)]);
    expect(commandsOf(late)).toEqual(['apply limit-replies']);
    expect(only(measuresOf(late.state)).liftAt).toBe(START + 44 * HOUR);
    expect(only(measuresOf(late.state)).state).toBe('verified');
  });

  it('counts as applied once when its renewal overtakes the first answer', () => {
    const overtaken = [signals([aSignal()]), signals([aSignal({ name: 'b' })], START + 20 * HOUR)];
    expect(commandsOf(given(overtaken))).toEqual(['apply limit-replies']);
    const applied = [...overtaken, answer('apply', 'applied', 'limit-replies', START + 20 * HOUR)];
    expect(outcomesOf(given(applied))).toEqual(['measure.applied']);
    expect(commandsOf(given(applied))).toEqual(['probe limit-replies']);
  });

  it('ended by the defender is lifted and does not come back by itself', () => {
    const ended = [signals([aSignal()]), end('limit-replies', 'defender')];
    expect(commandsOf(given(ended))).toEqual(['lift limit-replies']);
    const after = [
      ...ended,
      ...liftSeen('limit-replies'),
      signals([aSignal({ name: 'b' })], START + HOUR),
    ];
    expect(commandsOf(given(after))).toEqual([]);
  });

  it('is extended by the defender, within its longest life', () => {
    const story = given([...standing, extend('limit-replies', START + 20 * HOUR)]);
    expect(commandsOf(story)).toContain('apply limit-replies');
    expect(only(inForce(story, 'limit-replies')).liftAt).toBe(START + 44 * HOUR);
    expect(only(inForce(given([...standing, ...toItsEnd]), 'limit-replies')).liftAt).toBe(
      START + 7 * DAY,
    );
  });

  it('that lasts as long as it may, or is not on, is refused more', () => {
    const { ref: instance } = only(inForce(given(standing), 'limit-replies'));
    const more = (at: number) => ({ kind: 'extend-measure', at, extension: { instance } }) as const;
    expect(refusalAfter(standing, more(START + HOUR))).toBeUndefined();
    expect(refusalAfter([...standing, ...toItsEnd], more(START + 6.5 * DAY))).toBe(
      'measure.at-longest',
    );
    expect(refusalAfter([], more(START))).toBe('measure.unknown');
    const ended = [...standing, end('limit-replies', 'defender')];
    expect(refusalAfter(ended, more(START + HOUR))).toBe('measure.unknown');
  });

  it('no longer agreed to is lifted with the next word of the designation', () => {
    const changed = aProfile({ allowedMeasures: [], designationVersion: 2 });
    const story = given([signals([aSignal()]), signals([], START + HOUR, changed)]);
    expect(commandsOf(story)).toEqual(['lift limit-replies']);
  });

  it('answers to an older command change nothing', () => {
    const story = given([
      signals([aSignal()]),
      answer('apply', 'applied', 'limit-replies'),
      answer('apply', 'refused', 'limit-replies'),
    ]);
    expect(story.last.facts).toEqual([]);
  });
});

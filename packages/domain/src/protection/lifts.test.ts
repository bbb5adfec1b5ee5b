import { describe, expect, it } from 'vitest';
import {
  answer,
  aPolicy,
  aSignal,
  clock,
  DAY,
  liftSeen,
  MINUTE,
  START,
  signals,
} from './spec/builders.ts';
import { commandsOf, given, only, outcomesOf } from './spec/given-when-then.ts';
import { measuresOf, tasksOf } from './state.ts';

const NAME = 'limit-replies';
const on = [
  signals([aSignal()]),
  answer('apply', 'applied', NAME),
  answer('probe', 'effective', NAME),
];
const expired = [...on, clock(START + DAY)];
const said = [...expired, answer('lift', 'lifted', NAME, START + DAY)];

describe('a lift', () => {
  it('is final when a probe finds no effect, not when the platform says so', () => {
    const story = given(said);
    expect(commandsOf(story)).toEqual([`probe ${NAME}`]);
    expect(outcomesOf(story)).toEqual([]);
    expect(outcomesOf(given([...expired, ...liftSeen(NAME, START + DAY)]))).toEqual([
      'measure.lifted',
    ]);
  });

  it('that was only said is asked again under a new id, and a person hears of it', () => {
    const lied = [...said, answer('probe', 'effective', NAME, START + DAY)];
    const story = given(lied);
    expect(commandsOf(story)).toEqual([`lift ${NAME}`]);
    expect(outcomesOf(story)).toEqual(['task.opened']);
    const ids = story.decisions.flatMap(({ effects }) =>
      effects.flatMap((each) =>
        each.kind === 'command' && each.command.act === 'lift' ? [each.command.id] : [],
      ),
    );
    expect(new Set(ids).size).toBe(2);
    expect(tasksOf(story.state).at(-1)?.measure).toBe(NAME);
  });

  it('whose probe stays unanswered is asked again and never forgotten', () => {
    const silent = Array.from({ length: 12 }, (_, i) => clock(START + DAY + (i + 1) * 10 * MINUTE));
    const story = given([...said, ...silent]);
    expect(only(measuresOf(story.state))).toMatchObject({ state: 'lifting' });
    expect(only(measuresOf(story.state)).awaiting).toBeDefined();
  });

  it('is final on the word of the platform in a run that began under the first rules', () => {
    expect(outcomesOf(given(said, aPolicy({ rules: 1 })))).toEqual(['measure.lifted']);
  });
});

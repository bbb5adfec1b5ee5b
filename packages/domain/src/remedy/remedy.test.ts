import {
  type CaseId,
  type DefenderRef,
  deriveId,
  type MeasureRef,
  type RemedyId,
  type RemedyOption,
  type RemedySubject,
  type ResponderRef,
} from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import { appealSubject } from './appeal-subject.ts';
import { decideRemedy, type RemedyInput, refusalOfRemedy, remedyRow } from './decide.ts';
import { initialRemedy, nextReminderAt } from './state.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;
const alice = deriveId('r', 'alice') as ResponderRef;
const basil = deriveId('r', 'basil') as ResponderRef;
const instance = deriveId('m', 'one') as MeasureRef;

const about: RemedySubject = {
  remedy: deriveId('y', 'one') as RemedyId,
  defender: deriveId('d', 'one') as DefenderRef,
  cause: 'appeal-of-third-party',
  case: deriveId('k', 'one') as CaseId,
  instance,
  firstDeciders: [alice],
  openedAt: START,
  dueAt: START + 48 * HOUR,
  policyHash: 'a'.repeat(64),
};
const opened: RemedyInput = { kind: 'opened', at: START };
const says = (responder: ResponderRef, option: RemedyOption): RemedyInput => ({
  kind: 'decision',
  at: START + HOUR,
  decision: { responder, scripted: false, option, reason: 'harm-shown' },
});
const clock = (hours: number): RemedyInput => ({ kind: 'clock', at: START + hours * HOUR });

function given(inputs: readonly RemedyInput[]) {
  let life = initialRemedy(about);
  const decided = inputs.map((input) => {
    const next = decideRemedy(life, input);
    life = next.life;
    return next;
  });
  const kinds = decided.flatMap(({ outcomes }) => outcomes.map(({ kind }) => kind));
  return { life, kinds, last: decided.at(-1) };
}

describe('a remedy', () => {
  it('is opened once and ends in one of five ways, each a fact', () => {
    for (const option of ['restored', 'partly', 'refused', 'referred', 'withdrawn'] as const) {
      const { kinds, life } = given([opened, opened, says(basil, option)]);
      expect(kinds).toEqual(['remedy.opened', `remedy.${option}`]);
      expect(life.state).toBe(option);
    }
  });

  it('is decided by somebody else than what it looks at', () => {
    const { life } = given([opened]);
    const refusal = (input: RemedyInput) =>
      input.kind === 'decision' ? refusalOfRemedy(life, input.decision) : undefined;
    expect(refusal(says(alice, 'refused'))).toBe('remedy.same-decider');
    expect(refusal(says(basil, 'refused'))).toBeUndefined();
    expect(refusal(says(basil, 'forgotten' as RemedyOption))).toBe('remedy.unknown-option');
    expect(given([opened, says(alice, 'refused')]).life.state).toBe('open');
  });

  it('of an appeal is decided by nobody who decided or approved anything of the case', () => {
    const { defender } = about;
    const clara = deriveId('r', 'clara') as ResponderRef;
    const appeal = {
      remedy: about.remedy,
      against: { case: deriveId('k', 'one') as CaseId, defender },
      tasks: [{ approvedBy: [alice], decidedBy: basil }, { approvedBy: [clara] }, {}],
      openedAt: START,
    };
    const policy = {
      hash: 'h',
      dueMs: {
        'appeal-of-defender': HOUR,
        'appeal-of-third-party': 2 * HOUR,
        'case-closed': 0,
        'released-unreviewed': 0,
      },
    };
    expect(appealSubject(appeal, policy)).toMatchObject({
      cause: 'appeal-of-defender',
      firstDeciders: [alice, basil, clara],
      dueAt: START + HOUR,
    });
    const third = { ...appeal, against: { ...appeal.against, instance } };
    expect(appealSubject(third, policy)).toMatchObject({
      cause: 'appeal-of-third-party',
      instance,
      dueAt: START + 2 * HOUR,
    });
  });

  it('is decided once', () => {
    const { life } = given([opened, says(basil, 'refused')]);
    const again = says(basil, 'restored');
    if (again.kind !== 'decision') return;
    expect(refusalOfRemedy(life, again.decision)).toBe('remedy.already-decided');
  });

  it('reminds at half time, is overdue when due, and stays open until somebody decides', () => {
    const { kinds, life } = given([opened, clock(23), clock(24), clock(48), clock(96)]);
    expect(kinds).toEqual([
      'remedy.opened',
      'remedy.escalated',
      'remedy.overdue',
      'remedy.escalated',
    ]);
    expect(life.state).toBe('overdue');
    expect(given([opened, clock(48), says(basil, 'partly')]).life.state).toBe('partly');
  });

  it('stops reminding after a bound, and never by itself', () => {
    const many = Array.from({ length: 40 }, (_, i) => clock(48 * (i + 1)));
    const { life } = given([opened, clock(24), ...many]);
    expect(nextReminderAt(life)).toBeUndefined();
    expect(life.state).toBe('overdue');
  });

  it('gives back what was taken from a third party that is right', () => {
    expect(given([opened, says(basil, 'restored')]).last?.ends).toBe(instance);
    expect(given([opened, says(basil, 'refused')]).last?.ends).toBeUndefined();
  });

  it('is shown with a version that grows with every step', () => {
    const versions = [
      [opened],
      [opened, clock(24)],
      [opened, clock(24), says(basil, 'partly')],
    ].map((steps) => remedyRow(given(steps).life).version);
    expect(versions).toEqual([START + 1, START + 2, START + 3]);
  });
});

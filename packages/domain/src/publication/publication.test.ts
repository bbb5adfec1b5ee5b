import type { PublicationRules, PublicationStanding } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { decidePublication, nextPublicationAt } from './decide.ts';
import { initialPublication, isPublicationOver, type PublicationLife } from './state.ts';

const DAY_MS = 86_400_000;
const AT = 1_776_211_200_000;
const RULES: PublicationRules = {
  hash: 'h',
  approvers: 2,
  lookMs: 30_000,
  remindMs: 3 * DAY_MS,
  reminders: 4,
  escalateMs: 14 * DAY_MS,
  lapseMs: 60 * DAY_MS,
  prepareMs: 60_000,
  stepMs: 60_000,
};
const BORN = initialPublication({ quarter: '2026-Q1', preparedBy: 'report-service' }, RULES);
const draft = { release: 'rel_1', checksums: 'c' };
const DRAFTED = decidePublication(BORN, { kind: 'drafted', at: AT, draft });
const standing = (over: Partial<PublicationStanding> = {}): PublicationStanding => {
  return { approvedBy: ['counsel', 'editor'], isSigned: true, problems: [], ...over };
};
const seen = (life: PublicationLife, said: PublicationStanding, day = 0) =>
  decidePublication(life, { kind: 'seen', at: AT + day * DAY_MS, standing: said });
const NOBODY = standing({ approvedBy: [], isSigned: false });

describe('a publication', () => {
  it('is released only when enough approved, the publisher signed and nothing is wrong', () => {
    const stateOf = (said: PublicationStanding) => seen(DRAFTED.life, said).life.state;
    expect(stateOf(standing({ approvedBy: ['editor'] }))).toBe('waiting');
    expect(stateOf(standing({ isSigned: false }))).toBe('waiting');
    expect(stateOf(standing({ problems: ['x'] }))).toBe('waiting');
    expect(stateOf(standing())).toBe('releasing');
  });

  it('ends when somebody refuses or withdraws it, with who and why', () => {
    const said = { by: 'counsel', act: 'refuse', reason: 'wrong' } as const;
    const { life } = seen(DRAFTED.life, standing({ objection: said }));
    expect(life).toMatchObject({ state: 'refused', end: { by: 'counsel', reason: 'wrong' } });
    const back = seen(DRAFTED.life, standing({ objection: { ...said, act: 'withdraw' } })).life;
    expect([back.state, isPublicationOver(back)]).toEqual(['withdrawn', true]);
  });

  it('reminds a bounded number of times, then tells somebody else once, then lapses', () => {
    expect(DRAFTED.notices.map(({ target }) => target)).toEqual([
      { kind: 'rung', rung: 'publication' },
    ]);
    let { life } = DRAFTED;
    const told: string[] = [];
    for (let day = 0; day < 60; day += 1) {
      const step = seen(life, NOBODY, day);
      life = step.life;
      for (const { target } of step.notices)
        told.push(`${day} ${target.kind === 'rung' ? target.rung : ''}`);
    }
    expect(told).toEqual([
      '3 publication',
      '6 publication',
      '9 publication',
      '12 publication',
      '14 publication-lead',
    ]);
    expect(life).toMatchObject({ state: 'waiting', isOverdue: true });
    expect(seen(life, NOBODY, 60).life.state).toBe('lapsed');
  });

  it('looks again when the next of these is due', () => {
    const days = (life: PublicationLife) => (nextPublicationAt(life) - AT) / DAY_MS;
    expect(days(DRAFTED.life)).toBe(3);
    expect(days(seen(DRAFTED.life, NOBODY, 12).life)).toBe(14);
    expect(days(seen(DRAFTED.life, NOBODY, 20).life)).toBe(60);
  });

  it('waits again where a release was refused at the last moment, and ends where another came first', () => {
    const { life } = seen(DRAFTED.life, standing());
    const told = { kind: 'not-released', at: AT, reason: 'r' } as const;
    const again = decidePublication(life, { ...told, isSuperseded: false }).life;
    expect(again).toMatchObject({ state: 'waiting', standing: { problems: ['r'] } });
    expect(decidePublication(life, { ...told, isSuperseded: true }).life.state).toBe('superseded');
    expect(decidePublication(life, { kind: 'released', at: AT }).life.state).toBe('released');
  });
});

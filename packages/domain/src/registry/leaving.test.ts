import type { DefenderRef } from '@hrd-shield/contracts/pure';
import { deriveId } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import { nextTickAt } from './clock.ts';
import { lifeAsKnown } from './history.ts';
import { registryNotices } from './notices.ts';
import type { Party } from './party.ts';
import { publicStanding } from './public-standing.ts';
import { ownView } from './shown.ts';
import {
  active,
  amal,
  anna,
  aRef,
  aResponder,
  DAY,
  dede,
  delegate,
  doubted,
  partner,
  policy,
  ravi,
  rosa,
  START,
  type Step,
  tell,
} from './spec/builders.ts';

const refusalOf = (...steps: readonly Step[]) => tell(...steps).refusal;
const withdrawn: Step = { kind: 'withdraw', by: dede, isDuress: false };
const clock = (days: number, more: object = {}): Step => ({
  kind: 'clock',
  after: days * DAY,
  ...more,
});
const helper = aResponder('hana', 'responder');
const successor = deriveId('d', 'next') as DefenderRef;

describe('check-ins', () => {
  const agreed = { isPreConsented: true, isSafetyProved: true };
  const set = (by: Party, more: object = {}): Step => ({
    kind: 'set-check-in',
    by,
    isAwaited: true,
    ...agreed,
    ...more,
  });

  it('are set and stopped by the person or a delegate, with the phrase that ends custody', () => {
    expect(tell(...active, set(dede)).life.checkIns).toBe('awaited');
    expect(refusalOf(...active, set(delegate, { isSafetyProved: false }))).toBe('custody.no-proof');
    const stop = { isAwaited: false };
    expect(tell(...active, set(dede), set(delegate, stop)).life.checkIns).toBe('stopped');
    const forced = set(dede, { ...stop, isSafetyProved: false });
    expect(tell(...active, set(dede), forced).life.checkIns).toBe('awaited');
  });

  it('are agreed to only where custody was, by those it concerns, and not while it holds', () => {
    expect(refusalOf(...active, set(dede, { isPreConsented: false }))).toBe(
      'designation.no-consent',
    );
    expect(refusalOf(...active, set(partner))).toBe('designation.wrong-role');
    expect(refusalOf(...active, set(doubted))).toBe('designation.doubtful-session');
    const held: Step = { kind: 'begin-custody', by: delegate, isPreConsented: true };
    expect(refusalOf(...active, held, set(dede))).toBe('designation.in-custody');
  });
});

describe('a withdrawal', () => {
  it('stops processing at once and is final after seven days, once confirmed', () => {
    const now = tell(...active, withdrawn);
    expect(publicStanding(now.life, policy)?.state).toBe('withdrawn');
    const confirmed: Step = { kind: 'confirm-withdrawal', by: helper };
    const day6 = tell(...active, withdrawn, confirmed, clock(6.9)).life;
    expect([day6.state, day6.isErased]).toEqual(['cooling-off', false]);
    const day7 = tell(...active, withdrawn, confirmed, clock(7)).life;
    expect([day7.state, day7.ended?.reason, day7.isErased]).toEqual(['ended', 'withdrawn', true]);
  });

  it('that nobody confirmed over the safe channel stays stopped, and is erased after a month', () => {
    expect(tell(...active, withdrawn, clock(29)).life.state).toBe('cooling-off');
    expect(tell(...active, withdrawn, clock(30)).life.isErased).toBe(true);
  });

  it('is confirmed by another person than who took the word', () => {
    const taken: Step = { kind: 'withdraw', by: rosa, isDuress: false };
    expect(refusalOf(...active, taken, { kind: 'confirm-withdrawal', by: rosa })).toBe(
      'designation.same-person',
    );
    expect(
      tell(...active, taken, { kind: 'confirm-withdrawal', by: helper }).life.withdrawal,
    ).toHaveProperty('confirmedBy', helper.ref);
  });

  it('is undone within seven days, under a new reference', () => {
    const undone: Step = { kind: 'undo-withdrawal', by: dede, successor, after: 6 * DAY };
    const { life } = tell(...active, withdrawn, undone);
    expect([life.state, life.ended?.reason, life.successor]).toEqual([
      'ended',
      'undone',
      successor,
    ]);
    expect(refusalOf(...active, withdrawn, { ...undone, after: 7 * DAY })).toBe(
      'designation.too-late',
    );
    expect(refusalOf(...active, withdrawn, { ...undone, by: doubted })).toBe(
      'designation.doubtful-session',
    );
    expect(refusalOf(...active, withdrawn, { ...undone, by: delegate })).toBe(
      'designation.wrong-role',
    );
  });

  it.each<[string, Step]>([
    ['a session that looks taken over', { ...withdrawn, by: doubted } as Step],
    ['a delegate alone', { ...withdrawn, by: delegate } as Step],
  ])('by %s only pauses', (_, step) => {
    const { life } = tell(...active, step);
    expect(life.state).toBe('paused');
    expect(publicStanding(life, policy)?.state).toBe('paused');
    const backAgain: Step = { kind: 'resume', by: doubted };
    expect(refusalOf(...active, step, backAgain)).toBe('designation.doubtful-session');
    expect(refusalOf(...active, step, { kind: 'resume', by: delegate })).toBe(
      'designation.wrong-role',
    );
    expect(tell(...active, step, { kind: 'resume', by: helper }).life.state).toBe('active');
  });

  it('by a partner is none', () => {
    expect(refusalOf(...active, { ...withdrawn, by: partner } as Step)).toBe(
      'designation.wrong-role',
    );
  });
});

describe('a duress phrase', () => {
  const forced: Step = { kind: 'withdraw', by: dede, isDuress: true };

  it('keeps protection and looks on screen like a withdrawal, at every time', () => {
    const real = tell(...active, withdrawn, { kind: 'confirm-withdrawal', by: helper });
    const duress = tell(...active, forced);
    expect(publicStanding(duress.life, policy)?.state).toBe('active');
    for (const day of [0, 3, 6.9, 7, 8]) {
      const after = tell(
        ...active,
        withdrawn,
        { kind: 'confirm-withdrawal', by: helper },
        clock(day),
      );
      expect(ownView(duress.life, START + day * DAY, policy)).toEqual(
        ownView({ ...after.life, consents: {} }, START + day * DAY, policy),
      );
    }
    expect(real.refusal).toBe(duress.refusal);
  });

  it('raises a silent critical task: somebody is told, the defender is not', () => {
    const fact = tell(...active, forced).facts.at(-1);
    const told = fact === undefined ? [] : registryNotices(aRef, fact, 6, policy);
    expect(told.map(({ kind, target }) => [kind, target.kind])).toEqual([
      ['critical-waits', 'rung'],
    ]);
  });

  it('typed twice does no more, and only a person resolves it', () => {
    expect(
      tell(...active, forced, forced).kinds.filter((kind) => kind === 'duress-signalled'),
    ).toEqual(['duress-signalled']);
    expect(refusalOf(...active, forced, { kind: 'resolve-duress', by: rosa })).toBe(
      'designation.wrong-role',
    );
    const { life } = tell(...active, forced, { kind: 'resolve-duress', by: amal });
    expect(ownView(life, START, policy).state).toBe('active');
  });
});

describe('custody', () => {
  const held: Step = { kind: 'begin-custody', by: delegate, isPreConsented: true };

  it('refuses withdrawal and pause, and takes a duress phrase all the same', () => {
    expect(refusalOf(...active, held, withdrawn)).toBe('designation.in-custody');
    expect(refusalOf(...active, held, { ...withdrawn, by: rosa } as Step)).toBe(
      'designation.in-custody',
    );
    expect(refusalOf(...active, held, { kind: 'pause', by: dede })).toBe('designation.in-custody');
    const less: Step = {
      kind: 'narrow-consent',
      by: dede,
      classes: ['public-content', 'reports', 'login'],
    };
    expect(refusalOf(...active, held, less)).toBe('designation.in-custody');
    expect(tell(...active, held, { ...withdrawn, isDuress: true } as Step).life.duressSince).toBe(
      START,
    );
  });

  it('is agreed to beforehand and ends by the proof of safety alone', () => {
    expect(refusalOf(...active, { ...held, isPreConsented: false } as Step)).toBe(
      'designation.no-consent',
    );
    const ends = (isSafetyProved: boolean): Step => ({
      kind: 'end-custody',
      by: helper,
      isSafetyProved,
    });
    expect(refusalOf(...active, held, ends(false))).toBe('custody.no-proof');
    expect(tell(...active, held, ends(true)).life.custodySince).toBeUndefined();
  });

  it('stops the clocks of the review', () => {
    expect(tell(...active, held, clock(800)).life.state).toBe('active');
  });
});

describe('an end that others decide', () => {
  const first: Step = { kind: 'propose-end', by: ravi };

  it('takes two people, neither of whom had a part in it', () => {
    expect(refusalOf(...active, { kind: 'decide-end', by: anna })).toBe('designation.wrong-state');
    expect(refusalOf(...active, first, { kind: 'decide-end', by: amal })).toBe(
      'designation.same-person',
    );
    const { life } = tell(...active, first, { kind: 'decide-end', by: anna });
    expect(life.ended?.reason).toBe('reviewed-out');
    expect(tell(...active, first, { kind: 'decide-end', by: anna }, clock(8)).life.isErased).toBe(
      false,
    );
  });
});

describe('the review', () => {
  it('reminds at 30, 14 and 3 days, then leaves 14 days of measures on the own side', () => {
    const days = [334, 335, 350, 351, 361, 362, 365];
    const seen = days.map((day, i) => {
      const { kinds } = tell(...active, ...days.slice(0, i + 1).map((each) => clock(each)));
      return [day, kinds.filter((kind) => kind === 'review-reminded').length];
    });
    expect(seen).toEqual([
      [334, 0],
      [335, 1],
      [350, 1],
      [351, 2],
      [361, 2],
      [362, 3],
      [365, 3],
    ]);
    const grace = tell(...active, ...days.map((day) => clock(day))).life;
    expect(publicStanding(grace, policy)).toMatchObject({
      state: 'active',
      measures: 'defender-side',
    });
    const lapsed = tell(...active, clock(365), clock(379)).life;
    expect(lapsed.ended?.reason).toBe('expired');
    expect(tell(...active, clock(365), clock(378.9)).life.state).toBe('active');
  });

  it('made in time starts the year anew, and gives back every measure', () => {
    const made: Step = { kind: 'review', by: ravi, after: 370 * DAY };
    const { life } = tell(...active, clock(366), made);
    expect(life.reviewDueAt).toBe(START + 735 * DAY);
    expect(publicStanding(life, policy)?.measures).toBe('all');
  });

  it('missed during a case never ends protection', () => {
    const open = { hasOpenCase: true };
    const { life } = tell(...active, clock(365, open), clock(500, open), clock(900, open));
    expect(life.state).toBe('active');
    expect(publicStanding(life, policy)?.measures).toBe('all');
    const after = tell(...active, clock(900, open), clock(901), clock(914));
    expect(after.life.state).toBe('active');
    expect(tell(...active, clock(900, open), clock(901), clock(915)).life.state).toBe('ended');
  });

  it('missed because the registry was away ends nothing: people get their reminders and days first', () => {
    const first = tell(...active, clock(600, { upSince: START + 600 * DAY }));
    expect(first.kinds.slice(-4)).toEqual([
      'review-reminded',
      'review-reminded',
      'review-reminded',
      'grace-began',
    ]);
    expect(first.life.state).toBe('active');
    const awayInGrace = [clock(365), clock(600, { upSince: START + 600 * DAY })];
    expect(tell(...active, ...awayInGrace).life.state).toBe('active');
    const back = { upSince: START + 600 * DAY };
    expect(tell(...active, ...awayInGrace, clock(614, back)).life.ended?.reason).toBe('expired');
  });

  it('is looked at again when a case holds it up', () => {
    const { life } = tell(...active, clock(365));
    const moment = { at: START + 400 * DAY, hasOpenCase: true, upSince: START };
    expect(nextTickAt(life, moment, policy)).toBe(START + 401 * DAY);
  });
});

describe('the past', () => {
  const { facts } = tell(...active, {
    kind: 'consent',
    by: rosa,
    classes: ['vault'],
    way: 'in-person',
    givenAt: START + DAY,
    after: 5 * DAY,
  });
  const at = (knownDay: number, validDay: number) =>
    lifeAsKnown(aRef, facts, { knownAt: START + knownDay * DAY, validAt: START + validDay * DAY });

  it('is asked for by what held and by what was known', () => {
    expect(at(2, 2)?.consents.vault).toBeUndefined();
    expect(at(6, 2)?.consents.vault?.givenAt).toBe(START + DAY);
    expect(at(6, 0)?.consents.vault).toBeUndefined();
    expect(at(-1, 6)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { Party } from './party.ts';
import { publicStanding } from './public-standing.ts';
import {
  active,
  amal,
  aResponder,
  DAY,
  dede,
  delegate,
  doubted,
  partner,
  policy,
  proposed,
  rosa,
  START,
  type Step,
  tell,
  vetted,
} from './spec/builders.ts';

const refusalOf = (...steps: readonly Step[]) => tell(...steps).refusal;
const helper = aResponder('hana', 'responder');

const agree = (by: Party, more: object = {}): Step => ({
  kind: 'agree-to-counting',
  by,
  way: by.kind === 'defender' ? 'own-session' : 'safe-channel',
  hasTold: true,
  ...more,
});
const takeBack = (by: Party, more: object = {}): Step => ({
  kind: 'take-back-counting',
  by,
  isForgotten: false,
  ...more,
});

describe('being counted', () => {
  it('is agreed to by the person in a trusted session, or to somebody who writes down how', () => {
    const own = tell(...active, agree(dede, { after: DAY }));
    expect(own.life.counting).toEqual({ is: 'agreed', since: START + DAY });
    const { facts } = tell(...active, agree(helper));
    expect(facts.at(-1)).toMatchObject({
      kind: 'counting-agreed',
      by: helper.ref,
      way: 'safe-channel',
    });
  });

  it.each<[string, Step, string]>([
    ['a session that looks taken over', agree(doubted), 'designation.doubtful-session'],
    ['a delegate', agree(delegate), 'designation.wrong-role'],
    ['a partner', agree(partner), 'designation.wrong-role'],
    ['who approved', agree({ ...amal, roles: ['registrar'] }), 'designation.same-person'],
    ['an approver', agree(aResponder('x', 'approver')), 'designation.wrong-role'],
    ['staff in their name', agree(rosa, { way: 'own-session' }), 'designation.wrong-role'],
    ['who said nothing', agree(dede, { hasTold: false }), 'designation.wrong-state'],
  ])('is not agreed to by %s', (_, step, code) => {
    expect(refusalOf(...active, step)).toBe(code);
  });

  it('is not agreed to of what others said of them, after the end, or under duress', () => {
    const claimed = { ...proposed, by: partner, source: 'partner' } as Step;
    expect(refusalOf(claimed, vetted, agree(dede))).toBe('designation.wrong-state');
    const withdrawn = (isDuress: boolean): Step => ({ kind: 'withdraw', by: dede, isDuress });
    expect(refusalOf(...active, withdrawn(false), agree(dede))).toBe('designation.wrong-state');
    expect(refusalOf(...active, withdrawn(true), agree(dede))).toBe('designation.wrong-state');
  });

  const steps: readonly (readonly [string, readonly Step[]])[] = [
    ['proposed', [proposed]],
    ['active', active],
    ['paused', [...active, { kind: 'pause', by: dede }]],
    ['in custody', [...active, { kind: 'begin-custody', by: delegate, isPreConsented: true }]],
    ['under duress', [...active, { kind: 'withdraw', by: dede, isDuress: true }]],
    ['cooling off', [...active, { kind: 'withdraw', by: dede, isDuress: false }]],
    ['refused', [proposed, { kind: 'refuse', by: dede, reason: 'declined-by-person' }]],
  ];
  it.each(steps)('is taken back while %s, also in a session that looks taken over', (_, before) => {
    const { life } = tell(...before, takeBack(doubted, { after: DAY }));
    expect(life.counting).toEqual({ is: 'taken-back', since: START + DAY });
    expect(life.state).toBe(tell(...before).life.state);
  });

  it('is taken back on their word by staff, and by nobody else; once erased there is nothing to do', () => {
    expect(tell(...active, takeBack(rosa)).life.counting?.is).toBe('taken-back');
    for (const by of [delegate, partner, amal]) {
      expect(refusalOf(...active, takeBack(by))).toBe('designation.wrong-role');
    }
    const withdrawn: Step = { kind: 'withdraw', by: dede, isDuress: false };
    const erased: Step = { kind: 'clock', after: 30 * DAY };
    const late = tell(...active, withdrawn, erased, takeBack(dede));
    expect([late.life.isErased, late.kinds.at(-1), late.refusal]).toEqual([
      true,
      'erased',
      undefined,
    ]);
  });

  it('said twice is said once, unless what they said is removed now', () => {
    const later = { after: DAY };
    const twice = tell(...active, takeBack(dede), takeBack(dede, later));
    expect([twice.life.counting?.since, twice.refusal]).toEqual([START, undefined]);
    const removed = tell(
      ...active,
      takeBack(dede),
      takeBack(dede, { ...later, isForgotten: true }),
    );
    expect(removed.facts.at(-1)).toMatchObject({ kind: 'counting-taken-back', isForgotten: true });
    const again = tell(...active, agree(dede), agree(helper, later));
    expect(again.life.counting?.since).toBe(START);
    expect(tell(...active, takeBack(dede), agree(dede, later)).life.counting?.is).toBe('agreed');
  });

  it('is nothing that services are told of', () => {
    const before = publicStanding(tell(...active).life, policy);
    expect(publicStanding(tell(...active, agree(dede)).life, policy)).toEqual(before);
    expect(publicStanding(tell(...active, takeBack(dede)).life, policy)).toEqual(before);
  });
});

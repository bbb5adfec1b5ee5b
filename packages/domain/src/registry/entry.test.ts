import { describe, expect, it } from 'vitest';
import { publicStanding } from './public-standing.ts';
import {
  active,
  added,
  amal,
  anna,
  aResponder,
  consented,
  DAY,
  dede,
  delegate,
  doubted,
  HOUR,
  partner,
  policy,
  proposed,
  ravi,
  rosa,
  START,
  type Step,
  state,
  tell,
  vetted,
} from './spec/builders.ts';

const refusalOf = (...steps: readonly Step[]) => tell(...steps).refusal;

describe('the way in', () => {
  it('takes a proposal, a vetting, consent and a second person; whichever is last begins it', () => {
    expect(tell(...active).life.state).toBe('active');
    const consentLast = tell(proposed, vetted, added, consented);
    expect(consentLast.kinds.slice(-2)).toEqual(['consented', 'activated']);
    expect(consentLast.life.reviewDueAt).toBe(START + 365 * DAY);
    expect(tell(proposed, vetted, added).life.state).toBe('approved');
  });

  it('publishes nothing before it is active, then the consented classes alone', () => {
    expect(publicStanding(tell(proposed, vetted, added).life, policy)).toBeUndefined();
    expect(publicStanding(tell(...active).life, policy)).toEqual({
      state: 'active',
      tier: 'watch',
      dataClasses: ['login', 'public-content', 'reports'],
      measures: 'all',
      expiresAt: START + 730 * DAY,
    });
  });

  it('a claim of one person is a claim, whoever it is about', () => {
    const own: Step = { ...proposed, by: dede, source: 'self', evidence: 'documents-seen' } as Step;
    expect(tell(own).life.evidence).toBe('claimed');
    expect(refusalOf({ ...proposed, by: partner, source: 'self' } as Step)).toBe(
      'designation.wrong-role',
    );
    expect(tell({ ...proposed, by: partner, source: 'partner' } as Step).life).toMatchObject({
      state: 'proposed',
      evidence: 'claimed',
      proposedBy: 'partner:helpline-one',
    });
  });

  it.each<[string, Step, string]>([
    ['no published act', { ...vetted, acts: [] } as Step, 'designation.criteria'],
    ['an act of no list', { ...vetted, acts: ['is-famous'] } as Step, 'designation.criteria'],
    ['a claim alone', { ...vetted, evidence: 'claimed' } as Step, 'designation.criteria'],
    ['a state body', { ...vetted, capacity: 'state-body' } as Step, 'designation.excluded'],
    ['an office-holder', { ...vetted, capacity: 'office-holder' } as Step, 'designation.excluded'],
    ['a candidate', { ...vetted, capacity: 'candidate' } as Step, 'designation.excluded'],
    ['the proposer', { ...vetted, by: rosa } as Step, 'designation.same-person'],
    [
      'a conflict',
      { ...vetted, by: { ...ravi, hasConflict: true } } as Step,
      'designation.conflict',
    ],
    [
      'a responder',
      { ...vetted, by: aResponder('x', 'responder') } as Step,
      'designation.wrong-role',
    ],
  ])('a vetting with %s is refused', (_, step, code) => {
    expect(refusalOf(proposed, step)).toBe(code);
  });

  it('one insider adds nobody: proposer, vetter, consent-taker and approver are different people', () => {
    const both = aResponder('rosa', 'registrar', 'approver');
    expect(refusalOf(proposed, vetted, { kind: 'add', by: both })).toBe('designation.same-person');
    const alone = { ...vetted, by: anna } as Step;
    expect(refusalOf(proposed, alone, { kind: 'add', by: anna })).toBe('designation.same-person');
    const taken = { ...consented, by: anna, way: 'safe-channel' } as Step;
    expect(refusalOf(proposed, vetted, taken, { kind: 'add', by: anna })).toBe(
      'designation.same-person',
    );
    expect(refusalOf(proposed, vetted, { kind: 'add', by: anna }, taken)).toBe(
      'designation.same-person',
    );
    expect(refusalOf(proposed, vetted, { kind: 'add', by: ravi })).toBe('designation.wrong-role');
    expect(refusalOf(proposed, { kind: 'add', by: amal })).toBe('designation.wrong-state');
  });

  it('nobody with a conflict of interest adds, and whoever began an emergency vets it not', () => {
    const torn = { ...amal, hasConflict: true };
    expect(refusalOf(proposed, vetted, { kind: 'add', by: torn })).toBe('designation.conflict');
    const began: Step = { kind: 'begin-emergency', by: amal };
    const alone = { ...vetted, by: amal } as Step;
    expect(refusalOf(proposed, began, alone)).toBe('designation.same-person');
    expect(refusalOf(proposed, began, vetted)).toBeUndefined();
  });
});

describe('consent', () => {
  it.each<[string, Step, string]>([
    [
      'a partner',
      { ...consented, by: partner, way: 'signed-document' } as Step,
      'designation.wrong-role',
    ],
    [
      'a delegate',
      { ...consented, by: delegate, way: 'safe-channel' } as Step,
      'designation.wrong-role',
    ],
    [
      'somebody for them as if in their session',
      { ...consented, by: rosa } as Step,
      'designation.wrong-role',
    ],
    ['a doubtful session', { ...consented, by: doubted } as Step, 'designation.doubtful-session'],
    ['a date ahead', { ...consented, givenAt: START + 1 } as Step, 'designation.no-consent'],
    ['no class', { ...consented, classes: [] } as Step, 'designation.no-consent'],
  ])('by %s is refused', (_, step, code) => {
    expect(refusalOf(proposed, vetted, step)).toBe(code);
  });

  it('is narrowed class by class; the last one taken back is a withdrawal', () => {
    const less: Step = { kind: 'narrow-consent', by: dede, classes: ['login'] };
    const { life } = tell(...active, less);
    expect(publicStanding(life, policy)?.dataClasses).toEqual(['public-content', 'reports']);
    const rest: Step = { kind: 'narrow-consent', by: dede, classes: ['public-content', 'reports'] };
    expect(tell(...active, less, rest).life.state).toBe('cooling-off');
    expect(refusalOf(...active, less, less)).toBe('designation.no-consent');
  });
});

describe('a refusal', () => {
  const refusing: Step = { kind: 'refuse', by: ravi, reason: 'no-act-shown' };

  it('has a code, and the person may always decline', () => {
    expect(tell(proposed, refusing).life.refusal?.reason).toBe('no-act-shown');
    const no: Step = { kind: 'withdraw', by: dede, isDuress: false };
    expect(tell(proposed, vetted, no).life.refusal?.reason).toBe('declined-by-person');
    expect(refusalOf(proposed, { kind: 'refuse', by: ravi, reason: 'declined-by-person' })).toBe(
      'designation.wrong-role',
    );
  });

  it('is appealed against within 30 days, and other people decide', () => {
    const before = [proposed, vetted, { ...refusing, by: anna } as Step];
    const asked: Step = { kind: 'appeal', by: dede, after: 29 * DAY };
    const again: Step = { kind: 'decide-appeal', by: anna, isUpheld: true };
    expect(refusalOf(...before, asked, again)).toBe('designation.same-person');
    const overturned: Step = { kind: 'decide-appeal', by: amal, isUpheld: false, after: 29 * DAY };
    const torn = { ...overturned, by: { ...amal, hasConflict: true } } as Step;
    expect(refusalOf(...before, asked, torn)).toBe('designation.conflict');
    expect(tell(...before, asked, overturned).life.state).toBe('proposed');
    expect(tell(...before, asked, { ...overturned, isUpheld: true }).life.state).toBe('refused');
    expect(refusalOf(...before, { ...asked, after: 31 * DAY })).toBe('designation.too-late');
    expect(refusalOf(...before, { kind: 'appeal', by: partner })).toBe('designation.wrong-role');
  });

  it('is erased once nobody can appeal any more, never while an appeal is open', () => {
    const before = [proposed, refusing];
    expect(tell(...before, { kind: 'clock', after: 29 * DAY }).life.isErased).toBe(false);
    expect(tell(...before, { kind: 'clock', after: 30 * DAY }).life.isErased).toBe(true);
    const asked: Step = { kind: 'appeal', by: dede, after: 29 * DAY };
    expect(tell(...before, asked, { kind: 'clock', after: 60 * DAY }).life.isErased).toBe(false);
  });
});

describe("a state's word", () => {
  it.each<[string, readonly Step[]]>([
    ['to list', [{ ...proposed, by: state } as Step]],
    ['to list, brought by a registrar', [{ ...proposed, source: 'state-body' } as Step]],
    ['to unlist', [...active, { kind: 'decide-end', by: state }]],
    ['to propose the end', [...active, { kind: 'propose-end', by: state }]],
    ['to withdraw for somebody', [...active, { kind: 'withdraw', by: state, isDuress: false }]],
    ['to pause', [...active, { kind: 'pause', by: state }]],
  ])('%s changes nothing', (_, steps) => {
    const told = tell(...steps);
    expect(told.refusal).toBe('designation.state-request');
    expect(told.kinds).not.toContain('ended');
  });
});

describe('an emergency', () => {
  const began: Step = { kind: 'begin-emergency', by: amal };
  const clock = (hours: number): Step => ({ kind: 'clock', after: hours * HOUR });

  it('looks at public content and reports only, whatever else is known', () => {
    expect(publicStanding(tell(proposed, began).life, policy)).toMatchObject({
      state: 'active',
      dataClasses: ['public-content', 'reports'],
      measures: 'none',
    });
    const { life } = tell(proposed, began, consented);
    expect(publicStanding(life, policy)?.dataClasses).toEqual(['public-content', 'reports']);
  });

  it('is for an approver without a conflict', () => {
    expect(refusalOf(proposed, { kind: 'begin-emergency', by: rosa })).toBe(
      'designation.wrong-role',
    );
    const torn = { ...amal, hasConflict: true };
    expect(refusalOf(proposed, { kind: 'begin-emergency', by: torn })).toBe('designation.conflict');
  });

  it('is reviewed by another person in 4 hours; without, people are told again and again', () => {
    expect(tell(proposed, began, clock(3)).kinds).not.toContain('emergency-reminded');
    const told = tell(proposed, began, clock(4), clock(5));
    expect(told.kinds.filter((kind) => kind === 'emergency-reminded')).toHaveLength(2);
    expect(told.life.state).toBe('emergency');
    const again: Step = { kind: 'review-emergency', by: amal, keep: true };
    expect(refusalOf(proposed, began, again)).toBe('designation.same-person');
    const kept: Step = { kind: 'review-emergency', by: ravi, keep: true };
    expect(tell(proposed, began, kept, clock(5)).kinds).not.toContain('emergency-reminded');
    expect(tell(proposed, began, { ...kept, keep: false }).life.ended?.reason).toBe('reviewed-out');
  });

  it('after an outage is told of once, and has ended', () => {
    expect(tell(proposed, began, clock(80)).kinds).toEqual([
      'proposed',
      'emergency-began',
      'emergency-reminded',
      'ended',
    ]);
  });

  it('ends at 72 hours without consent, and not a minute before', () => {
    const kept: Step = { kind: 'review-emergency', by: ravi, keep: true };
    expect(tell(proposed, began, kept, clock(71.9)).life.state).toBe('emergency');
    const over = tell(proposed, began, kept, clock(72)).life;
    expect(over.ended?.reason).toBe('no-consent');
    expect(publicStanding(over, policy)?.state).toBe('withdrawn');
  });

  it('goes over into a designation by vetting, consent and a second person', () => {
    const steps = [proposed, began, vetted, consented, { kind: 'add', by: anna } as Step];
    const { life } = tell(...steps, clock(80));
    expect(life.state).toBe('active');
    expect(publicStanding(life, policy)?.dataClasses).toEqual([
      'login',
      'public-content',
      'reports',
    ]);
    expect(refusalOf(proposed, began, vetted, added)).toBe('designation.same-person');
  });
});

it('a proposal that nobody finishes ends', () => {
  const { life } = tell(proposed, vetted, { kind: 'clock', after: 90 * DAY });
  expect(life.ended?.reason).toBe('no-consent');
});

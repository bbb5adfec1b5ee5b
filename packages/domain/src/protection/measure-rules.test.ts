import type { CrisisWindow, DeliveryConditions, SignalBrief } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import { bandOf } from './band.ts';
import type { ProtectionInput } from './input.ts';
import type { MeasureLimits } from './measure-traits.ts';
import { orphansIn } from './orphans.ts';
import {
  aCampaign,
  alice,
  aMeasure,
  anActor,
  answer,
  aPolicy,
  aProfile,
  aSignal,
  clock,
  DAY,
  end,
  HOUR,
  MINUTE,
  START,
  signals,
} from './spec/builders.ts';
import { commandsOf, given, only, outcomesOf } from './spec/given-when-then.ts';
import type { Step, Story } from './spec/story.ts';
import { measuresOf, tasksOf } from './state.ts';

const LIMITS: MeasureLimits = {
  jitterMs: 10_000,
  reachMsPerWeek: 30 * HOUR,
  breakerFailuresPerHour: 3,
  breakerRejectionsPerHour: 2,
  breakerRestMs: HOUR,
  bandMin: 5,
};
const policy = aPolicy({
  limits: LIMITS,
  measures: {
    'limit-replies': aMeasure('limit-replies', { reducesReach: true }),
    'slow-actors': aMeasure('slow-actors', {
      subject: 'actors',
      statement: 'sending',
      quotaPerHour: 20,
      quotaPerCampaignHour: 2,
      parameters: { perMinute: 1 },
    }),
    'step-up': aMeasure('step-up', { keepsPath: true }),
    'label-actors': aMeasure('label-actors', {
      subject: 'actors',
      statement: 'label',
      visible: true,
    }),
    'hide-post': aMeasure('hide-post', {
      subject: 'actors',
      statement: 'item-hidden',
      consent: 'emergency-then-tell',
      harm: 'medium',
    }),
    'hide-replies': aMeasure('hide-replies'),
    'freeze-actors': aMeasure('freeze-actors', {
      subject: 'actors',
      statement: 'account',
      automaticAt: 'never',
    }),
    notice: aMeasure('notice', { tells: true, harm: 'none', longestMs: 30 * DAY }),
  },
  playbooks: {
    'pile-on': {
      steps: {
        guard: {
          measures: ['limit-replies', 'slow-actors', 'notice'],
          task: {
            question: 'is-it-an-attack',
            dueMs: HOUR,
            options: [
              { id: 'confirm-and-keep', effect: 'keep' },
              { id: 'reject-and-lift', effect: 'lift' },
            ],
          },
        },
        shield: { measures: ['hide-replies'], dueMs: HOUR / 2 },
      },
    },
    'account-takeover': { steps: { guard: { measures: ['step-up', 'notice'] } } },
    doxxing: { steps: { guard: { measures: ['hide-post', 'label-actors', 'notice'] } } },
    smear: { steps: { guard: { measures: ['label-actors', 'notice'] } } },
  },
});
const profile = aProfile({
  allowedMeasures: [
    'limit-replies',
    'slow-actors',
    'step-up',
    'label-actors',
    'hide-replies',
    'notice',
  ],
});
const forged = (more: Partial<SignalBrief> & { readonly name?: string } = {}): SignalBrief =>
  aSignal({ inauthentic: true, actors: [anActor('a'), anActor('b')], ...more });
const dox = forged({
  name: 'dox',
  threat: 'doxxing',
  directHarm: true,
  campaign: aCampaign('dox'),
});

function told(
  briefs: readonly SignalBrief[],
  at = START,
  conditions: Partial<DeliveryConditions> = {},
  who = profile,
): ProtectionInput {
  const whole = { stopped: [], tripped: [], crises: [], ...conditions };
  return { kind: 'signals', at, delivery: { signals: briefs, profile: who, conditions: whole } };
}

const play = (...steps: readonly Step[]): Story => given(steps, policy);

function sent(story: Story) {
  return story.last.effects.flatMap((effect) =>
    effect.kind === 'command' ? [effect.command] : [],
  );
}

function reasons(story: Story): readonly (string | undefined)[] {
  return story.decisions
    .flatMap(({ effects }) => effects)
    .flatMap((each) => (each.kind === 'outcome' ? [each.outcome] : []))
    .filter(({ kind }) => kind === 'measure.withheld')
    .map(({ measure, reason }) => `${measure} ${reason}`);
}

describe('a stop by a person', () => {
  it('keeps what touches others waiting as a task, and nothing vanishes', () => {
    const story = play(told([forged()], START, { stopped: ['*'] }));
    expect(commandsOf(story)).toEqual(['apply limit-replies', 'apply notice']);
    expect(reasons(story)).toEqual(['slow-actors stopped']);
    expect(tasksOf(story.state).map(({ measure }) => measure)).toContain('slow-actors');
  });

  it('never disarms the defender side, and never delays direct harm', () => {
    const story = play(told([dox], START, { stopped: ['*'], tripped: ['hide-post'] }));
    expect(commandsOf(story)).toContain('apply hide-post');
    const named = play(told([dox], START, { stopped: ['hide-post'] }));
    expect(commandsOf(named)).not.toContain('apply hide-post');
    expect(reasons(named)).toEqual(['hide-post stopped']);
  });

  it('leaves what people decide, and what is lifted, alone', () => {
    const stopped = told([forged()], START, { stopped: ['*'] });
    const waiting = only(
      tasksOf(play(stopped).state).filter(({ measure }) => measure === 'slow-actors'),
    );
    const who = { task: waiting.id, responder: alice, scripted: false };
    const judged = { verdict: 'confirmed', reason: 'other', evidenceVersion: 1 } as const;
    const story = play(
      stopped,
      { kind: 'claim', at: START, claim: who },
      { kind: 'decision', at: START, decision: { ...who, ...judged, option: 'try-again' } },
    );
    expect(commandsOf(story)).toEqual(['apply slow-actors']);
    const lifted = play(
      told([forged()]),
      told([], START, { stopped: ['*'] }),
      end('slow-actors', 'responder'),
    );
    expect(commandsOf(lifted)).toEqual(['lift slow-actors']);
  });

  it('ends with the next signal after somebody resumed', () => {
    const later = forged({ name: 'later' });
    const story = play(told([forged()], START, { stopped: ['*'] }), told([later], START + MINUTE));
    expect(commandsOf(story)).toContain('apply slow-actors');
  });
});

describe('a breaker', () => {
  it('holds one measure for one region, and nothing else', () => {
    const story = play(told([forged()], START, { tripped: ['slow-actors'] }));
    expect(commandsOf(story)).toEqual(['apply limit-replies', 'apply notice']);
    expect(reasons(story)).toEqual(['slow-actors breaker']);
  });

  it('is told once for a case, however many signals come', () => {
    const tripped = { tripped: ['slow-actors'] };
    const story = play(
      told([forged()], START, tripped),
      told([forged({ name: 'b' })], START + MINUTE, tripped),
      told([forged({ name: 'c' })], START + 2 * MINUTE, tripped),
    );
    expect(reasons(story)).toEqual(['slow-actors breaker']);
    expect(tasksOf(story.state).filter(({ measure }) => measure === 'slow-actors')).toHaveLength(1);
  });
});

describe('a quota', () => {
  it('binds each campaign by itself: one that is spent leaves another its own', () => {
    const again = (i: number): readonly Step[] => [
      told([forged({ name: `s${i}` })], START + i * MINUTE),
      end('slow-actors', 'responder', START + i * MINUTE),
      answer('lift', 'lifted', 'slow-actors', START + i * MINUTE),
      answer('probe', 'ineffective', 'slow-actors', START + i * MINUTE),
    ];
    const spent = [...again(0), ...again(1)];
    const third = play(...spent, told([forged({ name: 'third' })], START + 3 * MINUTE));
    expect(commandsOf(third)).not.toContain('apply slow-actors');
    expect(reasons(third)).toEqual(['slow-actors quota']);
    const other = forged({ name: 'other', campaign: aCampaign('two') });
    expect(commandsOf(play(...spent, told([other], START + 3 * MINUTE)))).toContain(
      'apply slow-actors',
    );
  });
});

describe('the hold check on own commands', () => {
  const sparing = (more = {}) => forged({ spared: [anActor('b')], ...more });

  it("leaves another defender's account out of everything automatic, and asks a person", () => {
    const story = play(told([sparing()]));
    const command = sent(story).find(({ measure }) => measure === 'slow-actors');
    expect(command?.actors).toEqual([anActor('a')]);
    expect(tasksOf(story.state).map(({ measure }) => measure)).toContain('slow-actors');
  });

  it('does nothing automatic where nobody else is listed', () => {
    const story = play(told([forged({ actors: [anActor('b')], spared: [anActor('b')] })]));
    expect(commandsOf(story)).not.toContain('apply slow-actors');
    expect(reasons(story)).toEqual(['slow-actors needs-a-person']);
  });

  it('holds for direct harm as well', () => {
    const story = play(told([{ ...dox, actors: [anActor('b')], spared: [anActor('b')] }]));
    expect(commandsOf(story)).not.toContain('apply hide-post');
  });

  it('lets a person decide about all of them, and no later rule takes that back', () => {
    const steps = [told([sparing()])];
    const waiting = only(
      tasksOf(play(...steps).state).filter(({ measure }) => measure === 'slow-actors'),
    );
    const who = { task: waiting.id, responder: alice, scripted: false };
    const judged = { verdict: 'confirmed', reason: 'other', evidenceVersion: 1 } as const;
    const decided: readonly Step[] = [
      ...steps,
      answer('apply', 'applied', 'slow-actors'),
      answer('probe', 'effective', 'slow-actors'),
      { kind: 'claim', at: START, claim: who },
      { kind: 'decision', at: START, decision: { ...who, ...judged, option: 'try-again' } },
    ];
    expect(sent(play(...decided)).map(({ actors }) => actors)).toEqual([
      [anActor('a'), anActor('b')],
    ]);
    const more = sparing({ name: 'more', actors: [anActor('b'), anActor('c')] });
    const later = play(...decided, told([more], START + MINUTE));
    const renewed = sent(later).find(({ measure }) => measure === 'slow-actors');
    expect(renewed?.actors).toEqual([anActor('a'), anActor('b'), anActor('c')]);
  });
});

describe('a statement of reasons', () => {
  it('goes with each restriction of another account, and with nothing else', () => {
    const commands = sent(play(told([forged()])));
    const byMeasure = Object.fromEntries(commands.map((each) => [each.measure, each.statement]));
    expect(byMeasure['limit-replies']).toBeUndefined();
    expect(byMeasure['slow-actors']).toMatchObject({
      ground: 'coordinated-behaviour',
      scope: 'sending',
      automated: true,
      imposedAt: START,
      until: START + DAY,
      redress: 'appeal-by-code',
    });
    expect(outcomesOf(play(told([forged()])))).toContain('statement.issued');
  });

  it('names nobody that is protected, and nothing from which it follows', () => {
    const [statement] = sent(play(told([forged()]))).flatMap((each) => each.statement ?? []);
    expect(Object.keys(statement ?? {}).sort()).toEqual([
      'automated',
      'code',
      'ground',
      'imposedAt',
      'redress',
      'scope',
      'until',
    ]);
    expect(JSON.stringify(statement)).not.toMatch(/d_|protect|defend|designat/);
  });

  it('keeps its code when it is renewed, and says when a person imposed it', () => {
    const first = play(told([forged()]));
    const renewed = play(told([forged()]), told([forged({ name: 'b' })], START + 20 * HOUR));
    const codeOf = (story: Story) =>
      sent(story).find(({ measure }) => measure === 'slow-actors')?.statement?.code;
    expect(codeOf(renewed)).toBe(codeOf(first));
  });
});

describe('protection does not isolate', () => {
  const onFor = (from: number, hours: number): readonly Step[] => [
    told([forged({ name: `s${from}` })], START + from),
    end('limit-replies', 'responder', START + from + hours * HOUR),
    answer('lift', 'lifted', 'limit-replies', START + from + hours * HOUR),
    answer('probe', 'ineffective', 'limit-replies', START + from + hours * HOUR),
  ];

  it('caps what reduces reach in a week, at first by a shorter life', () => {
    const again = told([forged({ name: 'again' })], START + 25 * HOUR);
    const story = play(...onFor(0, 20), again);
    const standing = measuresOf(story.state).find(({ measure }) => measure === 'limit-replies');
    expect(standing?.liftAt).toBe(START + 35 * HOUR);
  });

  it('then asks a person, and touches nothing else', () => {
    const spent = [...onFor(0, 20), ...onFor(25 * HOUR, 10)];
    const story = play(...spent, told([forged({ name: 'last' })], START + 40 * HOUR));
    expect(commandsOf(story)).not.toContain('apply limit-replies');
    expect(reasons(story)).toContain('limit-replies isolation-cap');
    const week = play(...spent, told([forged({ name: 'week' })], START + 8 * DAY));
    expect(commandsOf(week)).toContain('apply limit-replies');
  });

  it('tells the defender at once what is on, each with its one-step undo', () => {
    const story = play(told([forged()]));
    const notice = sent(story).find(({ measure }) => measure === 'notice');
    expect(notice?.tells?.map(({ measure }) => measure)).toEqual(['limit-replies', 'slow-actors']);
    const [first] = notice?.tells ?? [];
    const undo: Step = {
      kind: 'end-measure',
      at: START,
      end: { instance: first?.instance ?? story.state.startedAt, by: 'defender' } as never,
    };
    expect(commandsOf(play(told([forged()]), undo))).toEqual(['lift limit-replies']);
  });

  it('tells again when something new is done', () => {
    const more = forged({ name: 'more', tier: 'shield' });
    const story = play(told([forged()]), told([more], START + MINUTE));
    expect(commandsOf(story)).toEqual(['apply hide-replies', 'apply notice']);
    const notice = sent(story).find(({ measure }) => measure === 'notice');
    expect(notice?.tells?.map(({ measure }) => measure)).toContain('hide-replies');
  });

  it('still answers a dox while replies are hidden', () => {
    const hidden = told([forged({ tier: 'shield' })]);
    expect(commandsOf(play(hidden, told([dox], START + 1)))).toContain('apply hide-post');
  });

  it('locks nobody out: without a tested way in a person helps instead', () => {
    const takeover = forged({ threat: 'account-takeover' });
    const none = aProfile({ allowedMeasures: profile.allowedMeasures, safePath: 'none' });
    const story = play(told([takeover], START, {}, none));
    expect(commandsOf(story)).toEqual(['apply notice']);
    expect(reasons(story)).toEqual(['step-up no-safe-path']);
    const tested = aProfile({ allowedMeasures: profile.allowedMeasures, safePath: 'tested' });
    expect(commandsOf(play(told([takeover], START, {}, tested)))).toContain('apply step-up');
  });
});

describe('a measure that outsiders can see', () => {
  const smear = forged({ threat: 'smear' });

  it('begins with a wait that is the same in every replay, its lift registered before', () => {
    const story = play(told([smear]));
    expect(commandsOf(story)).toEqual(['apply notice']);
    const waiting = measuresOf(story.state).find(({ measure }) => measure === 'label-actors');
    const startAt = waiting?.awaiting?.answerBy ?? 0;
    expect(startAt).toBeGreaterThan(START);
    expect(startAt).toBeLessThanOrEqual(START + LIMITS.jitterMs);
    expect(waiting?.liftAt).toBe(START + DAY);
    expect(play(told([smear])).state).toEqual(story.state);
    expect(commandsOf(play(told([smear]), clock(startAt)))).toEqual(['apply label-actors']);
  });

  it('begins at once where it answers direct harm', () => {
    expect(commandsOf(play(told([dox])))).toContain('apply label-actors');
    expect(sent(play(told([dox]))).find(({ measure }) => measure === 'hide-post')?.urgent).toBe(
      true,
    );
  });

  it('takes actors that come while it waits into its first command', () => {
    const story = play(
      told([smear]),
      told([forged({ name: 'b', threat: 'smear', actors: [anActor('c')] })], START + 1),
    );
    expect(commandsOf(story)).toEqual([]);
    const later = play(
      told([smear]),
      told([forged({ name: 'b', threat: 'smear', actors: [anActor('c')] })], START + 1),
      clock(START + LIMITS.jitterMs),
    );
    expect(sent(later).map(({ actors }) => actors)).toEqual([
      [anActor('a'), anActor('b'), anActor('c')],
    ]);
  });
});

describe('a declared crisis', () => {
  const crisis: CrisisWindow = {
    id: '2023-11-vote',
    kind: 'election',
    countries: ['AQ'],
    startsAt: START - DAY,
    endsAt: START + 36 * HOUR,
    declaredAt: START - 2 * DAY,
    declaredBy: [alice, alice],
    reason: 'a vote',
    detection: [],
    protection: { lifetimeFactor: 2, dueFactor: 0.5, quietFactor: 2 },
  };
  const there = aProfile({ allowedMeasures: profile.allowedMeasures, country: 'AQ' });
  const liftAtOf = (story: Story) =>
    measuresOf(story.state).find(({ measure }) => measure === 'slow-actors')?.liftAt;

  it('lengthens lives only until it ends, and shortens clocks', () => {
    const story = play(told([forged()], START, { crises: [crisis] }, there));
    expect(liftAtOf(story)).toBe(START + 36 * HOUR);
    expect(tasksOf(story.state)[0]?.dueAt).toBe(START + HOUR / 2);
  });

  it('holds only where it is, and reverts by itself', () => {
    expect(liftAtOf(play(told([forged()], START, { crises: [crisis] })))).toBe(START + DAY);
    const after = START + 36 * HOUR;
    expect(liftAtOf(play(told([forged()], after, { crises: [crisis] }, there)))).toBe(after + DAY);
  });
});

describe('what staff see of other attacks', () => {
  it('is banded, and nothing below five or for anybody else', () => {
    expect(bandOf(4, 'staff', 5)).toBeUndefined();
    expect(bandOf(5, 'staff', 5)).toBe('5 to 9');
    expect(bandOf(23, 'staff', 5)).toBe('20 to 24');
    for (const viewer of ['defender', 'delegate'] as const) {
      expect(bandOf(500, viewer, 5)).toBeUndefined();
    }
  });
});

describe('the sweep for orphans', () => {
  it('finds a measure past its life that nobody is asked to lift', () => {
    const { state } = play(told([forged()]));
    expect(orphansIn(state, START + DAY)).toEqual([]);
    expect(orphansIn(state, START + 3 * DAY).length).toBeGreaterThan(0);
  });

  it('finds none once the clock has run, whatever the platform says', () => {
    const { state } = play(told([forged()]), clock(START + 8 * DAY));
    expect(orphansIn(state, START + 8 * DAY)).toEqual([]);
  });
});

it('direct harm and a storm: the planted dox has its command in the same decision', () => {
  const storm = Array.from({ length: 60 }, (_, i) => forged({ name: `s${i}` }));
  const story = play(
    told(storm, START, { stopped: ['*'], tripped: ['hide-post', 'slow-actors'] }),
    told([...storm, dox], START + 1, { stopped: ['*'], tripped: ['hide-post', 'slow-actors'] }),
  );
  expect(commandsOf(story)).toContain('apply hide-post');
});

it('signals without conditions keep what was told before', () => {
  const story = given(
    [
      told([forged()], START, { stopped: ['*'] }),
      signals([forged({ name: 'b' })], START + 1, profile),
    ],
    policy,
  );
  expect(commandsOf(story)).not.toContain('apply slow-actors');
});

import type { ResponderSeat, TaskDecision } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import type { ProtectionInput } from './input.ts';
import type { Rota } from './rota.ts';
import {
  alice,
  answer,
  aPolicy,
  aProfile,
  aSignal,
  basil,
  clock,
  DAY,
  HOUR,
  liftSeen,
  MINUTE,
  START,
  signals,
} from './spec/builders.ts';
import { commandsOf, given, only, outcomesOf, refusalAfter } from './spec/given-when-then.ts';
import type { Step } from './spec/story.ts';
import { tasksOf } from './state.ts';

const rota: Rota = {
  desks: [
    {
      id: 'first-line',
      languages: ['en'],
      skills: ['harassment'],
      clearance: 'standard',
      seats: 2,
      hours: { from: 0, to: 24 },
    },
    {
      id: 'on-call',
      languages: ['*'],
      skills: ['*'],
      clearance: 'critical',
      seats: 1,
      hours: { from: 6, to: 20 },
    },
  ],
  rungs: ['reminder', 'shift-lead', 'second-line'].map((rung) => ({ rung, desks: ['first-line'] })),
  fallback: 'on-call',
};
const base = aPolicy();
const playbook = base.playbooks['pile-on']?.steps.guard;
const policy = aPolicy({
  rota,
  dangerLadder: [
    { rung: 'shift-lead', dueRatio: 0 },
    { rung: 'second-line', dueRatio: 0.5 },
    { rung: 'director', dueRatio: 1 },
  ],
  timing: { ...base.timing, undoMs: 15 * MINUTE },
  playbooks: {
    ...base.playbooks,
    'pile-on': {
      steps: {
        guard: {
          ...playbook,
          measures: playbook?.measures ?? [],
          task: {
            question: 'is-it-an-attack',
            dueMs: HOUR,
            options: [
              { id: 'confirm-and-keep', effect: 'keep' },
              { id: 'reject-and-lift', effect: 'lift' },
              { id: 'strengthen', effect: 'apply', measures: ['hide-replies'], approvals: 2 },
            ],
          },
        },
      },
    },
  },
});

const seat: ResponderSeat = {
  role: 'responder',
  languages: ['en'],
  skills: ['harassment'],
  clearance: 'standard',
  conflicts: [],
  exposureSpent: false,
};
const opened = [signals([aSignal()])];
const task = only(tasksOf(given(opened, policy).state)).id;
const who = (responder = alice, more: Partial<ResponderSeat> = {}) => ({
  task,
  responder,
  scripted: false,
  seat: { ...seat, ...more },
});
const claim = (
  responder = alice,
  at = START,
  more: Partial<ResponderSeat> = {},
): ProtectionInput => ({
  kind: 'claim',
  at,
  claim: who(responder, more),
});
const decide = (
  option: string,
  responder = alice,
  changes: Partial<TaskDecision> & { readonly at?: number } = {},
): ProtectionInput => {
  const { at = START, ...rest } = changes;
  const judged = {
    verdict: 'confirmed',
    reason: 'coordinated-attack',
    evidenceVersion: 1,
  } as const;
  return { kind: 'decision', at, decision: { ...who(responder), ...judged, option, ...rest } };
};
const stateOf = (steps: readonly Step[]) => only(tasksOf(given(steps, policy).state));
const last = (steps: readonly Step[]) => outcomesOf(given(steps, policy));

describe('an option that costs others much', () => {
  const once = [...opened, claim(), decide('strengthen')];

  it('waits for a second person, and frees the claim for them', () => {
    expect(last(once)).toEqual(['task.approved']);
    expect(commandsOf(given(once, policy))).toEqual([]);
    expect(stateOf(once).claim).toBeUndefined();
    const twice = given([...once, claim(basil), decide('strengthen', basil)], policy);
    expect(commandsOf(twice)).toEqual(['apply hide-replies']);
    expect(outcomesOf(twice)[0]).toBe('task.decided');
  });

  it('is refused to the same person twice', () => {
    const again = [...once, claim()];
    expect(refusalAfter(again, decide('strengthen'), policy)).toBe('task.same-person');
  });

  it('counts no approval of other evidence', () => {
    const worse = signals([aSignal({ name: 'b', tier: 'shield' })]);
    const story = [...once, worse, claim(basil)];
    const second = decide('strengthen', basil, { evidenceVersion: 2 });
    expect(last([...story, second])).toEqual(['task.approved']);
  });

  it('keeps whoever approved it from the remedy of its case, as it keeps whoever decided', () => {
    const rejected = [...once, claim(basil), decide('reject-and-lift', basil)];
    const lifted = [answer('apply', 'applied', 'limit-replies'), ...liftSeen('limit-replies')];
    const closed = given([...rejected, ...lifted, clock(START + 4 * DAY)], policy);
    const remedies = closed.last.effects.filter((effect) => effect.kind === 'remedy');
    expect(only(remedies).opening.firstDeciders).toEqual([alice, basil]);
  });
});

describe('a decision', () => {
  it('is kept with its reasons, policy version and what was seen', () => {
    const note = 's1.k.AAAAAAAAAAAAAAAA.sealed' as NonNullable<TaskDecision['note']>;
    const story = given(
      [...opened, claim(), decide('confirm-and-keep', alice, { note, shownHash: 'ab' })],
      policy,
    );
    const rows = story.last.effects.flatMap((each) =>
      each.kind === 'board' ? (each.rows.decisions ?? []) : [],
    );
    expect(rows).toMatchObject([
      {
        act: 'decided',
        option: 'confirm-and-keep',
        reason: 'coordinated-attack',
        note,
        shownHash: 'ab',
        policyHash: 'policy',
        evidenceVersion: 1,
      },
    ]);
    expect(
      JSON.stringify(story.last.effects.filter(({ kind }) => kind === 'outcome')),
    ).not.toContain('sealed');
  });

  it('can be undone in its time: what it lifted is asked for anew, and the clock runs again', () => {
    const lifted = [...opened, claim(), decide('reject-and-lift')];
    expect(commandsOf(given(lifted, policy))).toEqual(['lift limit-replies']);
    const undo = (at: number, responder = alice, more = {}): ProtectionInput => ({
      kind: 'undo',
      at,
      undo: { ...who(responder, more), reasons: ['not-enough-evidence'] },
    });
    const undone = given([...lifted, undo(START + MINUTE)], policy);
    expect(commandsOf(undone)).toEqual(['apply limit-replies']);
    expect(outcomesOf(undone)).toContain('task.undone');
    expect(only(tasksOf(undone.state))).toMatchObject({ nextRungAt: START + 30 * MINUTE });
    expect(refusalAfter(lifted, undo(START + 15 * MINUTE), policy)).toBe('task.undo-over');
    expect(refusalAfter(lifted, undo(START, basil), policy)).toBe('task.wrong-role');
    expect(
      refusalAfter(lifted, undo(START, basil, { role: 'shift-lead' }), policy),
    ).toBeUndefined();
    expect(refusalAfter(opened, undo(START), policy)).toBe('task.not-decided');
  });

  it('after an undo is another fact than the first', () => {
    const undo: ProtectionInput = {
      kind: 'undo',
      at: START,
      undo: { ...who(), reasons: ['other'] },
    };
    const story = given(
      [...opened, claim(), decide('reject-and-lift'), undo, claim(), decide('confirm-and-keep')],
      policy,
    );
    const ids = story.decisions.flatMap(({ effects }) =>
      effects.flatMap((each) =>
        each.kind === 'outcome' && each.outcome.kind === 'task.decided' ? [each.outcome.id] : [],
      ),
    );
    expect(new Set(ids).size).toBe(2);
  });
});

describe('a claim', () => {
  const handOver = (to = basil, from = alice, more = {}): ProtectionInput => ({
    kind: 'hand-over',
    at: START + 10 * MINUTE,
    handOver: { ...who(from, more), to },
  });

  it('is handed over with a fresh lease, by its holder or a shift lead', () => {
    const held = [...opened, claim()];
    const story = [...held, handOver()];
    expect(stateOf(story).claim).toEqual({ responder: basil, leaseUntil: START + 40 * MINUTE });
    expect(refusalAfter(held, handOver(alice, basil), policy)).toBe('task.claimed-by-other');
    expect(refusalAfter(held, handOver(basil, basil), policy)).toBe('task.wrong-role');
    const lead = handOver(alice, basil, { role: 'shift-lead' });
    expect(refusalAfter(held, lead, policy)).toBeUndefined();
  });

  it('is handed over to nobody whom a conflict kept from the task, by a shift lead neither', () => {
    const pass: ProtectionInput = {
      kind: 'pass',
      at: START,
      pass: { ...who(basil), reason: 'conflict' },
    };
    const held = [...opened, pass, claim()];
    expect(refusalAfter(held, handOver(), policy)).toBe('task.conflict');
    const lead = handOver(basil, alice, { role: 'shift-lead' });
    expect(refusalAfter(held, lead, policy)).toBe('task.conflict');
  });

  it('does not stop the clock, a logged contact does until the evidence changes', () => {
    const contact: ProtectionInput = {
      kind: 'contact',
      at: START + MINUTE,
      contact: { ...who(), channel: 'call' },
    };
    const spoken = [...opened, claim(), contact];
    expect(last(spoken)).toEqual(['task.contacted']);
    expect(last([...spoken, clock(START + HOUR)])).not.toContain('task.overdue');
    expect(last([...opened, claim(), clock(START + HOUR)])).not.toEqual([]);
    const changed = given(
      [...spoken, signals([aSignal({ name: 'b', tier: 'shield' })], START + 2 * HOUR)],
      policy,
    );
    expect(only(tasksOf(changed.state))).toMatchObject({ dueAt: START + 3 * HOUR });
    expect(refusalAfter(opened, contact, policy)).toBe('task.not-claimed');
  });
});

describe('routing', () => {
  const foreign = signals([aSignal()], START, aProfile({ language: 'th' }));

  it('goes to the desk with language, skill and clearance together', () => {
    expect(stateOf(opened)).toMatchObject({ desk: 'first-line', gaps: [] });
  });

  it('goes to the declared fallback else, and tells each miss', () => {
    const story = given([foreign], policy);
    expect(only(tasksOf(story.state))).toMatchObject({ desk: 'on-call', gaps: ['language'] });
    expect(outcomesOf(story)).toContain('coverage.gap');
    // Whom the fallback asks need not have what nobody had.
    const id = only(tasksOf(story.state)).id;
    const take: ProtectionInput = { kind: 'claim', at: START, claim: { ...who(), task: id } };
    expect(refusalAfter([foreign], take, policy)).toBeUndefined();
  });

  it('refuses whom it does not fit, each with its reason', () => {
    const refusal = (more: Partial<ResponderSeat>) =>
      refusalAfter(opened, claim(alice, START, more), policy);
    expect(refusal({ languages: ['ru'] })).toBe('task.needs-language');
    expect(refusal({ role: 'observer' })).toBe('task.wrong-role');
    expect(refusal({ exposureSpent: true })).toBe('task.exposure-spent');
    const guarded = signals([aSignal()], START, aProfile({ conflicts: ['region:xx'] }));
    const conflicted = claim(alice, START, { conflicts: ['region:xx'] });
    expect(refusalAfter([guarded], conflicted, policy)).toBe('task.conflict');
  });

  it('never gives a task back to whom a conflict kept from it', () => {
    const pass: ProtectionInput = {
      kind: 'pass',
      at: START,
      pass: { ...who(), reason: 'conflict' },
    };
    const passed = [...opened, claim(), pass];
    expect(last(passed)).toEqual(['task.passed', 'coverage.gap']);
    expect(stateOf(passed).claim).toBeUndefined();
    expect(refusalAfter(passed, claim(), policy)).toBe('task.conflict');
    expect(refusalAfter(passed, claim(basil), policy)).toBeUndefined();
  });
});

describe('danger to life', () => {
  const danger = signals([aSignal({ directHarm: true })]);
  const rungs = (steps: readonly Step[]) =>
    given(steps, policy).decisions.flatMap(({ facts }) =>
      facts.flatMap((fact) => (fact.kind === 'task.rung-reached' ? [fact.rung] : [])),
    );

  it('starts its ladder at the shift lead, at once', () => {
    expect(rungs([danger, clock(START)])).toEqual(['shift-lead']);
    expect(rungs([...opened, clock(START)])).toEqual([]);
  });

  it('is delayed by no spent budget: who has spent theirs may take it, and passing it hurries', () => {
    const spent = claim(alice, START, { exposureSpent: true });
    expect(refusalAfter([danger], spent, policy)).toBeUndefined();
    const pass: ProtectionInput = {
      kind: 'pass',
      at: START + MINUTE,
      pass: { ...who(), reason: 'exposure' },
    };
    const story = [danger, clock(START), pass, clock(START + MINUTE)];
    expect(rungs(story)).toEqual(['shift-lead', 'second-line']);
  });
});

describe('a rung of the ladder', () => {
  const reached = [...opened, clock(START + 30 * MINUTE)];
  const deliver =
    (state: 'delivered' | 'failed' | 'no-channel'): Step =>
    (so) => {
      const told = only(tasksOf(so.state)).told ?? [];
      const deliveries = told.map(({ notice }) => ({ notice, state, channel: 'mail' }));
      return { kind: 'deliveries', at: START + 31 * MINUTE, deliveries };
    };

  it('sends a notice without content, and counts when it has arrived', () => {
    const notices = given(reached, policy).last.effects.flatMap((each) =>
      each.kind === 'notice' ? [each.notice] : [],
    );
    expect(Object.keys(only(notices)).sort()).toEqual(['dueAt', 'id', 'kind', 'target', 'task']);
    expect(stateOf(reached).rung).toBeUndefined();
    const told = [...reached, deliver('delivered')];
    expect(stateOf(told).rung).toBe('reminder');
    expect(last(told)).toEqual(['notice.delivered']);
  });

  it('that was not reached has the next one told at once', () => {
    const failed = [...reached, deliver('failed')];
    expect(last(failed)).toEqual(['notice.failed', 'coverage.gap']);
    expect(stateOf(failed).nextRungAt).toBe(START + 31 * MINUTE);
    const next = given([...failed, clock(START + 31 * MINUTE)], policy);
    const rung = next.last.facts.find(({ kind }) => kind === 'task.rung-reached');
    expect(rung).toMatchObject({ rung: 'shift-lead', overdue: false, nextRungAt: START + HOUR });
    const due = given([...failed, clock(START + 31 * MINUTE), clock(START + HOUR)], policy);
    expect(outcomesOf(due)).toContain('task.overdue');
  });

  it('that nobody has set up is told as a gap, and the ladder goes on by the clock', () => {
    const silent = [...reached, deliver('no-channel')];
    expect(last(silent)).toEqual(['notice.failed', 'coverage.gap']);
    expect(stateOf(silent).nextRungAt).toBe(START + HOUR);
  });
});

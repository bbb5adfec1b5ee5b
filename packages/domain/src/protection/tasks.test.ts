import type { TaskDecision } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import type { ProtectionInput } from './input.ts';
import { scalePolicy } from './policy.ts';
import {
  alice,
  anActor,
  answer,
  aPolicy,
  aSignal,
  basil,
  clock,
  HOUR,
  MINUTE,
  START,
  signals,
} from './spec/builders.ts';
import { commandsOf, given, only, outcomesOf, refusalAfter } from './spec/given-when-then.ts';
import { tasksOf } from './state.ts';

const opened = [signals([aSignal()])];
const task = only(tasksOf(given(opened).state)).id;

function claim(responder = alice, at = START): ProtectionInput {
  return { kind: 'claim', at, claim: { task, responder, scripted: false } };
}

function decision(changes: Partial<TaskDecision> = {}, at = START): ProtectionInput {
  return {
    kind: 'decision',
    at,
    decision: {
      task,
      responder: alice,
      scripted: false,
      option: 'confirm-and-keep',
      verdict: 'confirmed',
      reason: 'seen',
      evidenceVersion: 1,
      ...changes,
    },
  };
}

describe('a task', () => {
  it('offers the options of the playbook and is due in its time', () => {
    expect(only(tasksOf(given(opened).state))).toMatchObject({ dueAt: START + HOUR });
  });

  it('is asked once while it is open', () => {
    const story = given([...opened, signals([aSignal({ name: 'b', tier: 'shield' })])]);
    expect(tasksOf(story.state)).toHaveLength(1);
  });

  it('climbs the ladder until a decision, whoever claimed it', () => {
    const half = [...opened, claim(), clock(START + 30 * MINUTE)];
    expect(outcomesOf(given(half))).toContain('task.escalated');
    const due = [...half, clock(START + HOUR)];
    expect(outcomesOf(given(due))).toEqual(['task.overdue']);
    const beyond = given([...due, clock(START + 90 * MINUTE)]);
    expect(beyond.last.facts.at(-1)).toMatchObject({ rung: 'second-line' });
    const stopped = given([...opened, claim(), decision(), clock(START + HOUR)]);
    expect(outcomesOf(stopped)).not.toContain('task.overdue');
  });

  it('is refused to a second responder while the lease lasts, and then handed over', () => {
    const held = [...opened, claim()];
    expect(refusalAfter(held, claim(basil))).toBe('task.claimed-by-other');
    expect(refusalAfter(held, claim(basil, START + 30 * MINUTE))).toBeUndefined();
  });

  it('is refused a decision without claim, with an expired one, or by another', () => {
    expect(refusalAfter(opened, decision())).toBe('task.not-claimed');
    const held = [...opened, claim()];
    expect(refusalAfter(held, decision({}, START + 30 * MINUTE))).toBe('task.lease-expired');
    expect(refusalAfter(opened, decision())).toBe('task.not-claimed');
    expect(refusalAfter(held, decision({ responder: basil }))).toBe('task.claimed-by-other');
  });

  it('is refused an unknown task, an unknown option and a second decision', () => {
    const held = [...opened, claim()];
    const unknown = { task: 't_AAAAAAAAAAAAAAAAAAAAAA' as TaskDecision['task'] };
    expect(refusalAfter(held, decision(unknown))).toBe('task.unknown');
    expect(refusalAfter(held, decision({ option: 'shrug' }))).toBe('task.unknown-option');
    expect(refusalAfter([...held, decision()], decision())).toBe('task.already-decided');
    expect(refusalAfter([...held, decision()], claim())).toBe('task.already-decided');
  });

  it('is refused a decision on evidence that has changed, not on every signal', () => {
    const held = [...opened, claim()];
    const same = [...held, signals([aSignal({ name: 'b' })])];
    expect(refusalAfter(same, decision())).toBeUndefined();
    const worse = [...held, signals([aSignal({ name: 'b', tier: 'shield' })])];
    expect(refusalAfter(worse, decision())).toBe('task.stale-evidence');
    expect(refusalAfter(worse, decision({ evidenceVersion: 2 }))).toBeUndefined();
  });

  it('lets a person add what is never automatic, within consent and evidence', () => {
    const option = { option: 'strengthen' };
    const plain = given([...opened, claim(), decision(option)]);
    expect(commandsOf(plain)).toEqual(['apply hide-replies']);
    const forged = aSignal({ inauthentic: true, actors: [anActor('a')] });
    const story = given([signals([forged]), claim(), decision(option)]);
    expect(commandsOf(story)).toEqual(['apply hide-replies']);
  });

  it('about a measure not in force lets a person try again or use the successor', () => {
    const refused = [...opened, answer('apply', 'refused', 'limit-replies')];
    const about = tasksOf(given(refused).state).find((each) => each.measure !== undefined);
    expect(about?.measure).toBe('limit-replies');
    if (about === undefined) return;
    const mine: ProtectionInput = {
      kind: 'claim',
      at: START,
      claim: { task: about.id, responder: alice, scripted: false },
    };
    const again = decision({ task: about.id, option: 'try-again' });
    expect(commandsOf(given([...refused, mine, again]))).toEqual(['apply limit-replies']);
    const other = decision({ task: about.id, option: 'use-successor' });
    expect(commandsOf(given([...refused, mine, other]))).toEqual(['apply hide-replies']);
  });
});

describe('a scaled policy', () => {
  it('shortens the clocks of people and measures, not those of machines', () => {
    const scaled = scalePolicy(aPolicy(), 60);
    expect(scaled.measures['limit-replies']?.lifetimeMs).toBe(24 * MINUTE);
    expect(scaled.playbooks['pile-on']?.steps.guard?.task?.dueMs).toBe(MINUTE);
    expect(scaled.timing.ackDeadlineMs).toBe(30_000);
    expect(scaled.timing.rememberMs).toBe(30 * 24 * HOUR);
  });
});

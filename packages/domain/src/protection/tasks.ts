import { type CaseId, type NoticeDelivery, noticeId, taskId } from '@hrd-shield/contracts/pure';
import { caseOf } from './measures.ts';
import type { LadderRung, ProtectionPolicy, TaskSpec } from './policy.ts';
import { type Route, routeTask, rungThatHears, type TaskNeeds } from './rota.ts';
import { MAX_CASE_TASKS, MAX_RUNGS, type TaskState, tasksOf } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * Opens a task unless the same question about the case is open, or was decided at this tier.
 *
 * @param measure what the question is about, when a measure is not in force
 */
export function openTask(turn: Turn, forCase: CaseId, spec: TaskSpec, measure?: string): void {
  const current = caseOf(turn, forCase);
  const ofCase = tasksOf(turn.state()).filter((task) => task.case === forCase);
  if (ofCase.length >= MAX_CASE_TASKS) return;
  const isAsked = ofCase.some(
    (task) =>
      task.spec.question === spec.question &&
      task.measure === measure &&
      (task.decision === undefined || (measure === undefined && task.tier === current.tier)),
  );
  if (isAsked) return;
  const state = turn.state();
  const dueAt = turn.at + spec.dueMs;
  const danger = spec.danger ?? current.directHarm;
  const first = rungAfter(turn.policy, { openedAt: turn.at, dueAt, rungs: 0, danger });
  turn.record({
    kind: 'task.opened',
    task: {
      id: taskId(forCase, spec.question, state.startedAt + state.taskCount),
      case: forCase,
      spec,
      ...(measure === undefined ? {} : { measure }),
      tier: current.tier,
      openedAt: turn.at,
      dueAt,
      evidenceVersion: current.evidenceVersion,
      rungs: 0,
      ...(first === undefined ? {} : { nextRungAt: first }),
      ...(danger ? { danger } : {}),
      ...routing(turn, spec),
      claims: 0,
    },
  });
}

/** What the task asks of people and where the rota sends it; nothing where there is no rota. */
function routing(turn: Turn, spec: TaskSpec): Pick<TaskState, 'needs' | 'desk' | 'gaps'> {
  const { rota } = turn.policy;
  if (rota === undefined) return {};
  const { profile } = turn.state();
  const needs: TaskNeeds = {
    ...(profile === undefined ? {} : { language: primaryTag(profile.language) }),
    ...(spec.skill === undefined ? {} : { skill: spec.skill }),
    clearance: spec.clearance ?? 'standard',
    conflicts: profile?.conflicts ?? [],
    people: Math.max(1, ...spec.options.map(({ approvals }) => approvals ?? 1)),
  };
  return { needs, ...routeTask(rota, needs, turn.at) };
}

/** `pt` of `pt-BR`. */
function primaryTag(language: string): string {
  return language.split('-')[0] ?? language;
}

/** Where a task goes that somebody has passed on. */
export function routeAnew(turn: Turn, task: TaskState): Route {
  const { rota } = turn.policy;
  if (rota === undefined || task.needs === undefined) return { gaps: [] };
  return routeTask(rota, task.needs, turn.at, task.desk);
}

/** Reaches the next rung: only a decision or a contact stops the clock, a claim does not. */
export function climbLadder(turn: Turn, task: TaskState): void {
  const ladder = ladderOf(turn.policy, task);
  const step = ladder[Math.min(task.rungs, ladder.length - 1)];
  if (step === undefined) return;
  const next = rungAfter(turn.policy, { ...task, rungs: task.rungs + 1 });
  const { rota } = turn.policy;
  turn.record({
    kind: 'task.rung-reached',
    task: task.id,
    rung: step.rung,
    overdue: task.overdue !== true && turn.at >= task.dueAt,
    ...(next === undefined ? {} : { nextRungAt: notBeyondDue(turn, task, next) }),
    ...(rota === undefined
      ? {}
      : {
          notice: noticeId(task.id, step.rung, task.rungs),
          hears: rungThatHears(rota, step.rung, turn.at),
        }),
  });
}

/** A rung told early, since the one before was not reached, leaves the due time a rung of its own. */
function notBeyondDue(turn: Turn, task: TaskState, next: number): number {
  return turn.at < task.dueAt && next > task.dueAt ? task.dueAt : Math.max(next, turn.at);
}

/** A rung counts only when its notice has arrived; else the next one is due at once. */
export function takeDeliveries(turn: Turn, deliveries: readonly NoticeDelivery[]): void {
  for (const delivery of deliveries) {
    const task = tasksOf(turn.state()).find((each) =>
      each.told?.some(({ notice }) => notice === delivery.notice),
    );
    const told = task?.told?.find(({ notice }) => notice === delivery.notice);
    if (task === undefined || told === undefined) continue;
    const hasMore = task.rungs < ladderOf(turn.policy, task).length;
    const climbs = delivery.state === 'failed' && task.nextRungAt !== undefined && hasMore;
    turn.record({
      kind: 'task.rung-told',
      task: task.id,
      rung: told.rung,
      delivery,
      ...(climbs ? { nextRungAt: turn.at } : {}),
    });
  }
}

/** Whoever was spoken to knew other evidence: the clock runs again from now. */
export function restartClocks(turn: Turn): void {
  for (const task of tasksOf(turn.state())) {
    const { contact } = task;
    if (contact === undefined || task.decision !== undefined) continue;
    if (contact.evidenceVersion === task.evidenceVersion) continue;
    const dueAt = turn.at + task.spec.dueMs;
    const next = rungAfter(turn.policy, { ...task, dueAt, openedAt: turn.at });
    turn.record({
      kind: 'task.clock-restarted',
      task: task.id,
      dueAt,
      ...(next === undefined ? {} : { nextRungAt: next }),
    });
  }
}

/**
 * Who is told and when, as ratios of the due time; where life may be in danger a ladder of its own,
 * if the policy has one.
 */
export function ladderOf(
  policy: ProtectionPolicy,
  task: Pick<TaskState, 'danger'>,
): readonly LadderRung[] {
  return task.danger === true ? (policy.dangerLadder ?? policy.ladder) : policy.ladder;
}

/** After the last rung the same rung is told again each due time, up to the bound. Epoch ms. */
export function rungAfter(
  policy: ProtectionPolicy,
  task: Pick<TaskState, 'openedAt' | 'dueAt' | 'rungs' | 'danger'>,
): number | undefined {
  const ladder = ladderOf(policy, task);
  const last = ladder.at(-1);
  if (last === undefined || task.rungs >= MAX_RUNGS) return undefined;
  const dueMs = task.dueAt - task.openedAt;
  const repeats = Math.max(0, task.rungs - (ladder.length - 1));
  const ratio = (ladder[task.rungs] ?? last).dueRatio + repeats;
  return task.openedAt + Math.round(dueMs * ratio);
}

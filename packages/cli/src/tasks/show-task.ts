import {
  type CaseRow,
  type DecisionRow,
  ERROR_CODES,
  type ErrorCode,
  type TaskRow,
} from '@hrd-shield/contracts';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';

const MINUTE_MS = 60_000;

/** One line a task: what is asked, how urgent, who has it. */
export function taskLine(task: TaskRow, now: number): string {
  const about = task.measure === undefined ? task.threat : `${task.threat}, ${task.measure}`;
  const who = task.claimedBy === undefined ? '' : `  held by ${task.claimedBy}`;
  const danger = task.danger === true ? 'DANGER ' : '';
  return (
    `${task.id}  ${danger}${task.tier.padEnd(6)}  ${dueIn(task, now).padEnd(16)}  ` +
    `${task.question} (${about})  evidence ${task.evidenceVersion}  ` +
    `${task.options.join(' | ')}${who}`
  );
}

/** Time to the clock of something that waits. */
export function dueIn({ dueAt }: { readonly dueAt: number }, now: number): string {
  const left = Math.round((dueAt - now) / MINUTE_MS);
  return left >= 0 ? `due in ${left} min` : `overdue ${-left} min`;
}

/** Everything about one task, a line each. Counts come first; raw text is not part of it. */
export function taskDetails(
  task: TaskRow,
  forCase: CaseRow | undefined,
  now: number,
): readonly string[] {
  const needs = [task.language, task.skill, task.clearance].filter((each) => each !== undefined);
  const at = (ms: number): string => new Date(ms).toISOString();
  return [
    taskLine(task, now),
    `case ${task.case}: ${forCase?.eventCount ?? 0} events by ${forCase?.actorCount ?? 0} accounts`,
    ...(forCase?.measures ?? []).map(
      ({ expiresAt, measure, state }) => `  ${measure}: ${state}, until ${at(expiresAt)}`,
    ),
    `needs ${needs.join(', ') || 'nobody in particular'}; desk ${task.desk ?? 'none'}`,
    ...((task.gaps ?? []).length === 0 ? [] : [`not covered: ${(task.gaps ?? []).join(', ')}`]),
    ...((task.approvedBy ?? []).length === 0
      ? []
      : [`approved by ${(task.approvedBy ?? []).join(', ')}; a second person is needed`]),
    ...(task.contactedAt === undefined ? [] : [`contacted ${at(task.contactedAt)}: clock stands`]),
    ...(task.undoUntil === undefined ? [] : [`can be undone until ${at(task.undoUntil)}`]),
  ];
}

/** One line an act of a person. */
export function decisionLine(row: DecisionRow): string {
  const what = [row.option, row.verdict, row.reason].filter((each) => each !== undefined);
  const script = row.scripted ? ' (script)' : '';
  return (
    `${new Date(row.at).toISOString()}  ${row.act}  ${row.responder}${script}  ${what.join(', ')}` +
    `  evidence ${row.evidenceVersion}, policy ${row.policyHash.slice(0, 8)}` +
    `${row.note === undefined ? '' : '  with a sealed note'}`
  );
}

/** Answers a refusal: what, why, and what to do. */
export function answerRefusal(shell: Shell, code: ErrorCode): void {
  const { action, meaning } = ERROR_CODES[code];
  shell.answer({ code, meaning, action }, [`${code}: ${meaning}`, action], EXIT.refused);
}

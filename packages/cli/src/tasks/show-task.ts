import { ERROR_CODES, type ErrorCode, type TaskRow } from '@hrd-shield/contracts';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';

const MINUTE_MS = 60_000;

/** One line a task: what is asked, how urgent, who has it. */
export function taskLine(task: TaskRow, now: number): string {
  const left = Math.round((task.dueAt - now) / MINUTE_MS);
  const due = left >= 0 ? `due in ${left} min` : `overdue ${-left} min`;
  const about = task.measure === undefined ? task.threat : `${task.threat}, ${task.measure}`;
  const who = task.claimedBy === undefined ? '' : `  held by ${task.claimedBy}`;
  return (
    `${task.id}  ${task.tier.padEnd(6)}  ${due.padEnd(16)}  ${task.question} (${about})` +
    `  evidence ${task.evidenceVersion}  ${task.options.join(' | ')}${who}`
  );
}

/** Answers a refusal: what, why, and what to do. */
export function answerRefusal(shell: Shell, code: ErrorCode): void {
  const { action, meaning } = ERROR_CODES[code];
  shell.answer({ code, meaning, action }, [`${code}: ${meaning}`, action], EXIT.refused);
}

import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { withBoard } from '../tasks/open-desk.ts';
import { taskLine } from '../tasks/show-task.ts';

/** Tasks shown at once. */
const MAX_SHOWN = 500;

/** `tasks`: what waits for a person, the earliest due first. */
export function registerTasks(program: Command, shell: Shell): void {
  program
    .command('tasks')
    .description('show what waits for a decision, the earliest due first')
    .action(() => list(shell));
}

async function list(shell: Shell): Promise<void> {
  const tasks = await withBoard(shell, (board) => board.openTasks(MAX_SHOWN));
  const now = Date.now();
  const end = tasks.length === 1 ? '1 task waits' : `${tasks.length} tasks wait`;
  shell.answer({ tasks }, [...tasks.map((task) => taskLine(task, now)), end]);
}

import { TaskId } from '@hrd-shield/contracts';
import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { withDesk } from '../tasks/open-desk.ts';
import { answerRefusal, taskLine } from '../tasks/show-task.ts';

/** `claim`: takes a task for the length of a lease. The clock goes on until it is decided. */
export function registerClaim(program: Command, shell: Shell): void {
  program
    .command('claim')
    .argument('<task>', 'task, as tasks shows it')
    .description('take a task, as whoever is signed in')
    .action((task: string) => claim(task, shell));
}

async function claim(given: string, shell: Shell): Promise<void> {
  const task = TaskId.safeParse(given);
  if (!task.success) return answerRefusal(shell, 'task.unknown');
  const answer = await withDesk(shell, (desk, principal) => desk.claim(principal, task.data));
  if (!answer.ok) return answerRefusal(shell, answer.code);
  shell.answer({ task: answer.task }, [taskLine(answer.task, Date.now()), 'it is yours']);
}

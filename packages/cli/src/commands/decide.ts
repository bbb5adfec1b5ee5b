import { TaskId, VERDICTS, type Verdict } from '@hrd-shield/contracts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { withDesk } from '../tasks/open-desk.ts';
import { answerRefusal } from '../tasks/show-task.ts';

interface DecideOptions {
  readonly option: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly evidence?: number;
}

/** `decide`: decides a claimed task. Refusals say why and what to do. */
export function registerDecide(program: Command, shell: Shell): void {
  program
    .command('decide')
    .argument('<task>', 'task, as tasks shows it')
    .description('decide a task that you have claimed')
    .requiredOption('--option <id>', 'one of the options shown with the task')
    .addOption(
      new Option('--verdict <verdict>', 'how you judge the signal')
        .choices(VERDICTS)
        .makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', 'why, in a few words and without data of a person')
    .option('--evidence <n>', 'version of the evidence that you saw; the latest when absent', count)
    .action((task: string, options: DecideOptions) => decide(task, options, shell));
}

async function decide(given: string, options: DecideOptions, shell: Shell): Promise<void> {
  const task = TaskId.safeParse(given);
  if (!task.success) return answerRefusal(shell, 'task.unknown');
  const { evidence, option, reason, verdict } = options;
  const answer = await withDesk(shell, (desk, principal) =>
    desk.decide(principal, {
      task: task.data,
      option,
      verdict,
      reason,
      ...(evidence === undefined ? {} : { evidenceVersion: evidence }),
    }),
  );
  if (!answer.ok) return answerRefusal(shell, answer.code);
  shell.answer({ task: task.data, option, verdict }, [`decided: ${option}`]);
}

function count(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number.');
}

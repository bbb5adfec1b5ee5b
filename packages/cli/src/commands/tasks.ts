import {
  CONTACT_CHANNELS,
  type ContactChannel,
  DECISION_REASONS,
  type DecisionReason,
  PASS_REASONS,
  type PassReason,
  ResponderRef,
  type TaskId,
  type TaskRow,
  VERDICTS,
  type Verdict,
} from '@hrd-shield/contracts';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import { shiftOf } from '@hrd-shield/postgres';
import type { DeskAnswer } from '@hrd-shield/temporal';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { byPriority } from '../tasks/by-priority.ts';
import { type SeatedDesk, taskIdOf, withBoard, withDesk } from '../tasks/open-desk.ts';
import { openNote, sealNote } from '../tasks/seal-note.ts';
import { answerRefusal, decisionLine, taskDetails, taskLine } from '../tasks/show-task.ts';

/** Tasks shown at once. */
const MAX_SHOWN = 500;
const A_TASK = 'task, as tasks list shows it';
const A_NOTE = 'file with free text, - for standard input; it is kept sealed';

const reasonsOption = (): Option =>
  new Option('--reason <codes...>', 'why: one or more codes')
    .choices(DECISION_REASONS)
    .makeOptionMandatory();

/** `tasks`: what waits for a person, and everything that a person does with it. */
export function registerTasks(program: Command, shell: Shell): void {
  const tasks = program.command('tasks').description('what waits for people, and what they decide');
  tasks
    .command('list', { isDefault: true })
    .description('show what waits for a decision: severity x imminence x time left')
    .action(() => list(shell));
  tasks
    .command('show')
    .argument('<task>', A_TASK)
    .option('--notes', 'open the sealed notes as well; counts as exposure and is recorded')
    .description('show one task, its case, and what people did with it so far')
    .action((task: string, options: { notes?: boolean }) => show(task, options, shell));
  registerTaking(tasks, shell);
  registerDeciding(tasks, shell);
}

function registerTaking(tasks: Command, shell: Shell): void {
  tasks
    .command('claim')
    .argument('<task>', A_TASK)
    .description('take a task for the length of a lease; its clock goes on')
    .action((task: string) =>
      act(shell, task, 'it is yours', ({ desk, principal }, { id }) => desk.claim(principal, id)),
    );
  tasks
    .command('hand-over')
    .argument('<task>', A_TASK)
    .requiredOption('--to <responder>', 'pseudonym of who takes it')
    .option('--note <file>', A_NOTE)
    .description('give your claim to somebody else, with a fresh lease')
    .action((task: string, { note, to }: { note?: string; to: string }) =>
      act(shell, task, `handed over to ${to}`, async ({ desk, principal }, { defender, id }) => {
        const next = ResponderRef.safeParse(to);
        if (!next.success) return { ok: false, code: 'task.wrong-role' };
        const sealed = await sealNote(shell, defender, note);
        return desk.handOver(principal, { task: id, to: next.data, note: sealed });
      }),
    );
  tasks
    .command('contact')
    .argument('<task>', A_TASK)
    .addOption(
      new Option('--channel <channel>', 'how the defender or a delegate was reached')
        .choices(CONTACT_CHANNELS)
        .makeOptionMandatory(),
    )
    .option('--note <file>', A_NOTE)
    .description('log that somebody was spoken to: it stops the clock until the evidence changes')
    .action((task: string, options: { channel: ContactChannel; note?: string }) =>
      act(shell, task, 'logged; the clock stands', async (at, { defender, id }) => {
        const note = await sealNote(shell, defender, options.note);
        return at.desk.contact(at.principal, { task: id, channel: options.channel, note });
      }),
    );
  tasks
    .command('pass')
    .argument('<task>', A_TASK)
    .addOption(
      new Option('--reason <code>', 'why it is not for you')
        .choices(PASS_REASONS)
        .makeOptionMandatory(),
    )
    .description('give a task back to the rota; after a conflict it never comes back to you')
    .action((task: string, { reason }: { reason: PassReason }) =>
      act(shell, task, 'passed on', ({ desk, principal }, { id }) =>
        desk.pass(principal, id, reason),
      ),
    );
}

interface DecideOptions {
  readonly option: string;
  readonly verdict: Verdict;
  readonly reason: readonly DecisionReason[];
  readonly note?: string;
  readonly evidence?: number;
}

function registerDeciding(tasks: Command, shell: Shell): void {
  tasks
    .command('decide')
    .argument('<task>', A_TASK)
    .description('decide a task that you have claimed; some options take a second person')
    .requiredOption('--option <id>', 'one of the options shown with the task')
    .addOption(
      new Option('--verdict <verdict>', 'how you judge the signal')
        .choices(VERDICTS)
        .makeOptionMandatory(),
    )
    .addOption(reasonsOption())
    .option('--note <file>', A_NOTE)
    .option('--evidence <n>', 'version of the evidence that you saw; the latest when absent', count)
    .action((task: string, options: DecideOptions) =>
      act(shell, task, `decided: ${options.option}`, async (at, { defender, id }) => {
        const { evidence, option, reason, verdict } = options;
        const note = await sealNote(shell, defender, options.note);
        const request = { task: id, option, verdict, reasons: reason, note };
        return at.desk.decide(at.principal, { ...request, evidenceVersion: evidence });
      }),
    );
  tasks
    .command('undo')
    .argument('<task>', A_TASK)
    .addOption(reasonsOption())
    .description('take a decision back while its time runs; for whoever made it or a shift lead')
    .action((task: string, { reason }: { reason: readonly DecisionReason[] }) =>
      act(shell, task, 'taken back; the task is open again', ({ desk, principal }, { id }) =>
        desk.undo(principal, id, reason),
      ),
    );
}

async function list(shell: Shell): Promise<void> {
  const found = await withBoard(shell, (board) => board.openTasks(MAX_SHOWN));
  const now = Date.now();
  const tasks = byPriority(found, now, loadProtectionPolicy().priority);
  const end = tasks.length === 1 ? '1 task waits' : `${tasks.length} tasks wait`;
  shell.answer({ tasks }, [...tasks.map((task) => taskLine(task, now)), end]);
}

async function show(given: string, options: { notes?: boolean }, shell: Shell): Promise<void> {
  const id = taskIdOf(given);
  if (!isTask(id)) return answerRefusal(shell, 'task.unknown');
  const use = async ({ board, exposure, principal }: SeatedDesk): Promise<void> => {
    const task = await board.task(id);
    if (task === undefined) return answerRefusal(shell, 'task.unknown');
    const [forCase, decisions] = await Promise.all([board.case(task.case), board.decisionsOf(id)]);
    const sealed = options.notes === true ? decisions : [];
    const notes: string[] = [];
    for (const { note } of sealed) {
      if (note === undefined) continue;
      await exposure.add(principal.responder, shiftOf(Date.now()));
      notes.push(await openNote(shell, task.defender, note));
    }
    shell.answer({ task, case: forCase, decisions, ...(options.notes ? { notes } : {}) }, [
      ...taskDetails(task, forCase, Date.now()),
      ...decisions.map(decisionLine),
      ...notes.map((note) => `note: ${note}`),
    ]);
  };
  await withDesk(shell, use);
}

type Act = (seated: SeatedDesk, task: TaskRow) => Promise<DeskAnswer>;

/** Does one thing to one task as whoever is signed in; refusals say why and what to do. */
async function act(shell: Shell, given: string, done: string, does: Act): Promise<void> {
  const id = taskIdOf(given);
  if (!isTask(id)) return answerRefusal(shell, 'task.unknown');
  const answer = await withDesk(shell, async (seated): Promise<DeskAnswer> => {
    const task = await seated.board.task(id);
    return task === undefined ? { ok: false, code: 'task.unknown' } : does(seated, task);
  });
  if (!answer.ok) return answerRefusal(shell, answer.code);
  shell.answer({ task: answer.task }, [taskLine(answer.task, Date.now()), done]);
}

function isTask(id: ReturnType<typeof taskIdOf>): id is TaskId {
  return id !== 'task.unknown';
}

function count(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number.');
}

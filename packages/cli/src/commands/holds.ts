import {
  DECISION_REASONS,
  type DecisionReason,
  HOLD_OPTIONS,
  HoldId,
  type HoldOption,
} from '@hrd-shield/contracts';
import { type Command, Option } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { holdLine, withApprovalBoard, withApprovals } from '../tasks/approvals.ts';
import { sealNote } from '../tasks/seal-note.ts';
import { answerRefusal } from '../tasks/show-task.ts';

/** Holds shown at once. */
const MAX_SHOWN = 500;
const A_HOLD = 'hold, as holds list shows it';

interface DecideOptions {
  readonly option: HoldOption;
  readonly reason: readonly DecisionReason[];
  readonly note?: string;
}

/** `holds`: actions of the platform that wait for approvers. */
export function registerHolds(program: Command, shell: Shell): void {
  const holds = program
    .command('holds')
    .description('actions against defenders that wait: one may refuse, two different ones allow');
  holds
    .command('list', { isDefault: true })
    .description('show what waits, the earliest due first')
    .action(() => list(shell));
  holds
    .command('show')
    .argument('<hold>', A_HOLD)
    .description('show one hold')
    .action((hold: string) => show(hold, shell));
  holds
    .command('decide')
    .argument('<hold>', A_HOLD)
    .addOption(
      new Option('--option <option>', 'refuse the action, or allow it')
        .choices(HOLD_OPTIONS)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--reason <codes...>', 'why: one or more codes')
        .choices(DECISION_REASONS)
        .makeOptionMandatory(),
    )
    .option('--note <file>', 'file with free text, - for standard input; it is kept sealed')
    .description('decide as an approver; what is not decided in time goes ahead')
    .action((hold: string, options: DecideOptions) => decide(hold, options, shell));
}

async function list(shell: Shell): Promise<void> {
  const holds = await withApprovalBoard(shell, (board) => board.openHolds(MAX_SHOWN));
  const now = Date.now();
  const end = holds.length === 1 ? '1 hold waits' : `${holds.length} holds wait`;
  shell.answer({ holds }, [...holds.map((hold) => holdLine(hold, now)), end]);
}

async function show(given: string, shell: Shell): Promise<void> {
  const id = HoldId.safeParse(given);
  const hold = id.success
    ? await withApprovalBoard(shell, (board) => board.hold(id.data))
    : undefined;
  if (hold === undefined) return answerRefusal(shell, 'hold.unknown');
  shell.answer({ hold }, [holdLine(hold, Date.now())]);
}

async function decide(given: string, options: DecideOptions, shell: Shell): Promise<void> {
  const id = HoldId.safeParse(given);
  if (!id.success) return answerRefusal(shell, 'hold.unknown');
  const answer = await withApprovals(shell, async ({ approvalDesk, approvals, principal }) => {
    const hold = await approvals.hold(id.data);
    if (hold === undefined) return { ok: false, code: 'hold.unknown' } as const;
    const note = await sealNote(shell, hold.defender, options.note);
    const { option, reason: reasons } = options;
    return approvalDesk.decideHold(principal, id.data, { option, reasons, note });
  });
  if (!answer.ok) return answerRefusal(shell, answer.code);
  shell.answer({ hold: id.data, option: options.option }, [`taken: ${options.option}`]);
}

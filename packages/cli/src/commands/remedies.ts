import { randomBytes } from 'node:crypto';
import {
  CaseId,
  DECISION_REASONS,
  type DecisionReason,
  type ErrorCode,
  REMEDY_OPTIONS,
  RemedyId,
  type RemedyOption,
  type RemedySubject,
  StatementCode,
} from '@hrd-shield/contracts';
import { appealSubject } from '@hrd-shield/domain/remedy';
import { loadRemedyPolicy } from '@hrd-shield/policy';
import { type Command, Option } from 'commander';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import {
  remedyLine,
  type SeatedApprovals,
  withApprovalBoard,
  withApprovals,
} from '../tasks/approvals.ts';
import { sealNote } from '../tasks/seal-note.ts';
import { answerRefusal } from '../tasks/show-task.ts';

/** Remedies shown at once. */
const MAX_SHOWN = 500;
const REF_BYTES = 16;
const A_REMEDY = 'remedy, as remedies list shows it';

interface DecideOptions {
  readonly option: RemedyOption;
  readonly reason: readonly DecisionReason[];
  readonly note?: string;
}

interface AppealOptions {
  readonly case?: string;
  readonly statement?: string;
}

/** `remedies`: what makes good a harm, decided by somebody who took no part in it. */
export function registerRemedies(program: Command, shell: Shell): void {
  const remedies = program
    .command('remedies')
    .description('what makes good a harm: open, list and decide');
  remedies
    .command('list', { isDefault: true })
    .description('show what waits, the earliest due first')
    .action(() => list(shell));
  remedies
    .command('show')
    .argument('<remedy>', A_REMEDY)
    .description('show one remedy')
    .action((remedy: string) => show(remedy, shell));
  remedies
    .command('appeal')
    .option('--case <case>', 'case that a defender appeals against')
    .option('--statement <code>', 'code of the statement of reasons that a third party got')
    .description('open a remedy for an appeal: by a defender, or by whoever was restricted')
    .action((options: AppealOptions) => appeal(options, shell));
  remedies
    .command('decide')
    .argument('<remedy>', A_REMEDY)
    .addOption(
      new Option('--option <option>', 'how it ends').choices(REMEDY_OPTIONS).makeOptionMandatory(),
    )
    .addOption(
      new Option('--reason <codes...>', 'why: one or more codes')
        .choices(DECISION_REASONS)
        .makeOptionMandatory(),
    )
    .option('--note <file>', 'file with free text, - for standard input; it is kept sealed')
    .description('decide, as somebody who took no part in what it looks at')
    .action((remedy: string, options: DecideOptions) => decide(remedy, options, shell));
}

async function list(shell: Shell): Promise<void> {
  const remedies = await withApprovalBoard(shell, (board) => board.openRemedies(MAX_SHOWN));
  const now = Date.now();
  const end = remedies.length === 1 ? '1 remedy waits' : `${remedies.length} remedies wait`;
  shell.answer({ remedies }, [...remedies.map((remedy) => remedyLine(remedy, now)), end]);
}

async function show(given: string, shell: Shell): Promise<void> {
  const id = RemedyId.safeParse(given);
  const remedy = id.success
    ? await withApprovalBoard(shell, (board) => board.remedy(id.data))
    : undefined;
  if (remedy === undefined) return answerRefusal(shell, 'remedy.unknown');
  shell.answer({ remedy }, [remedyLine(remedy, Date.now())]);
}

async function decide(given: string, options: DecideOptions, shell: Shell): Promise<void> {
  const id = RemedyId.safeParse(given);
  if (!id.success) return answerRefusal(shell, 'remedy.unknown');
  const answer = await withApprovals(shell, async ({ approvalDesk, approvals, principal }) => {
    const remedy = await approvals.remedy(id.data);
    if (remedy === undefined) return { ok: false, code: 'remedy.unknown' } as const;
    const note = await sealNote(shell, remedy.defender, options.note);
    const { option, reason: reasons } = options;
    return approvalDesk.decideRemedy(principal, id.data, { option, reasons, note });
  });
  if (!answer.ok) return answerRefusal(shell, answer.code);
  shell.answer({ remedy: id.data, option: options.option }, [`decided: ${options.option}`]);
}

async function appeal(options: AppealOptions, shell: Shell): Promise<void> {
  if ((options.case === undefined) === (options.statement === undefined)) {
    shell.note('say what is appealed against: --case or --statement (see --help)');
    shell.answer({}, [], EXIT.usage);
    return;
  }
  const answer = await withApprovals(shell, async (seated) => {
    const found = await appealedAgainst(options, seated);
    if (typeof found === 'string') return { ok: false, code: found } as const;
    const taken = await seated.approvalDesk.appeal(seated.principal, found);
    return taken.ok ? ({ ok: true, about: found } as const) : taken;
  });
  if (!answer.ok) return answerRefusal(shell, answer.code);
  const { dueAt, remedy } = answer.about;
  shell.answer({ remedy, dueAt }, [`${remedy}  answered by ${new Date(dueAt).toISOString()}`]);
}

/** What an appeal looks at, and who decided it before. */
async function appealedAgainst(
  options: AppealOptions,
  { approvals, board }: SeatedApprovals,
): Promise<RemedySubject | ErrorCode> {
  const code = StatementCode.safeParse(options.statement);
  const named = code.success ? await approvals.statement(code.data) : undefined;
  if (options.statement !== undefined && named === undefined) return 'statement.unknown';
  const id = named === undefined ? CaseId.safeParse(options.case).data : named.case;
  const forCase = id === undefined ? undefined : await board.case(id);
  if (id === undefined || (forCase === undefined && named === undefined)) return 'case.unknown';
  const defender = named?.defender ?? forCase?.defender;
  if (defender === undefined) return 'case.unknown';
  return appealSubject(
    {
      remedy: `y_${randomBytes(REF_BYTES).toString('base64url')}` as RemedyId,
      against: named ?? { case: id, defender },
      tasks: await board.tasksOf(id),
      openedAt: Date.now(),
    },
    loadRemedyPolicy(),
  );
}

import { ROW_PURPOSES, ROW_TABLE_NAMES, type RowPurpose, ShieldError } from '@hrd-shield/contracts';
import { DESK_ROUTES, RowSlice } from '@hrd-shield/contracts/desk';
import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { requestOf, timeOf } from '../registry/inputs.ts';
import { askDesk } from '../shell/ask-desk.ts';
import type { Shell } from '../shell/shell.ts';
import { answerRefusal } from '../tasks/show-task.ts';

type Shown = z.infer<typeof DESK_ROUTES.requestRows.reply>['request'];

interface AskOptions {
  readonly table: (typeof ROW_TABLE_NAMES)[number];
  readonly purpose: RowPurpose;
  readonly reason: string;
  readonly case?: string;
  readonly defender?: string;
  readonly from?: string;
  readonly to?: string;
}

const REQUEST = 'id of the request, as rows list shows it';

/**
 * `rows`: single rows of the record, through the desk: it says who may, and has the audit row
 * before a row leaves.
 */
export function registerRows(program: Command, shell: Shell): void {
  const rows = program
    .command('rows')
    .description('single rows of the record: one asks, another agrees, the first reads once');
  registerAsk(rows, shell);
  rows
    .command('list', { isDefault: true })
    .description('show requests that wait for a second person or for their reading')
    .action(() => list(shell));
  const words = [
    { name: 'agree', word: 'agreement', about: 'agree as the second person' },
    { name: 'refuse', word: 'refusal', about: 'refuse as the second person; it is over then' },
  ];
  for (const { about, name, word } of words) {
    rows
      .command(name)
      .argument('<request>', REQUEST)
      .description(about)
      .action((id: string) => say(`/v1/reveals/${requestOf(id)}/${word}`, shell));
  }
  rows
    .command('read')
    .argument('<request>', REQUEST)
    .addOption(purposeOption())
    .description('the rows, one JSON line each: once, within minutes of the agreement')
    .action((id: string, { purpose }: { purpose: RowPurpose }) => read(id, purpose, shell));
}

function registerAsk(rows: Command, shell: Shell): void {
  rows
    .command('ask')
    .addOption(
      new Option('--table <table>', 'of the record').choices(ROW_TABLE_NAMES).makeOptionMandatory(),
    )
    .addOption(purposeOption())
    .option('--case <case>', 'rows of this case')
    .option('--defender <ref>', 'rows of this designation')
    .option('--from <time>', 'rows since then, RFC 3339; with --to, at most seven days')
    .option('--to <time>', 'rows before then, RFC 3339')
    .requiredOption(
      '--reason <file>',
      'file with the reason for the second person, - for standard input; names nobody',
    )
    .description('ask to read the rows of one slice; another person has to agree within a day')
    .action((options: AskOptions) => ask(options, shell));
}

function purposeOption(): Option {
  return new Option('--purpose <purpose>', 'why').choices(ROW_PURPOSES).makeOptionMandatory();
}

async function ask({ purpose, reason, table, ...given }: AskOptions, shell: Shell): Promise<void> {
  const body = { table, slice: sliceOf(given), reason: (await shell.read(reason)).trim() };
  const { path, reply } = DESK_ROUTES.requestRows;
  const said = await askDesk(shell, { method: 'POST', path, body, purpose, reply });
  if (!said.ok) return answerRefusal(shell, said.code);
  shell.answer(said.value, [requestLine(said.value.request)]);
}

/** Exactly one way to bound them. @throws ShieldError `config.invalid`; what was typed stays unsaid */
function sliceOf(given: Pick<AskOptions, 'case' | 'defender' | 'from' | 'to'>): RowSlice {
  const { case: ofCase, defender, from, to } = given;
  const slices = [
    ...(ofCase === undefined ? [] : [{ by: 'case', case: ofCase }]),
    ...(defender === undefined ? [] : [{ by: 'defender', defender }]),
    ...(from === undefined && to === undefined
      ? []
      : [{ by: 'window', from: timeOf(from, Number.NaN), to: timeOf(to, Number.NaN) }]),
  ];
  const [only] = slices;
  const parsed = RowSlice.safeParse(only);
  if (slices.length === 1 && parsed.success) return parsed.data;
  const detail = 'say which rows: --case, --defender, or --from and --to';
  throw new ShieldError('config.invalid', { detail });
}

async function list(shell: Shell): Promise<void> {
  const { path, reply } = DESK_ROUTES.listReveals;
  const said = await askDesk(shell, { method: 'GET', path, reply });
  if (!said.ok) return answerRefusal(shell, said.code);
  const requests = said.value.items.filter(({ kind }) => kind === 'rows');
  shell.answer({ requests }, requests.map(requestLine));
}

async function say(path: string, shell: Shell): Promise<void> {
  const { reply } = DESK_ROUTES.agreeToReveal;
  const said = await askDesk(shell, { method: 'POST', path, reply });
  if (!said.ok) return answerRefusal(shell, said.code);
  shell.answer(said.value, [requestLine(said.value.request)]);
}

async function read(id: string, purpose: RowPurpose, shell: Shell): Promise<void> {
  const { reply } = DESK_ROUTES.readRows;
  const path = `/v1/row-requests/${requestOf(id)}/rows`;
  const said = await askDesk(shell, { method: 'POST', path, purpose, reply });
  if (!said.ok) return answerRefusal(shell, said.code);
  const { isComplete, rows } = said.value;
  shell.note(`${rows.length} rows${isComplete ? '' : '; there are more than may be read'}`);
  shell.answer(
    said.value,
    rows.map((row) => JSON.stringify(row)),
  );
}

/** What the second person decides on. */
function requestLine({ agreedBy, by, id, purpose, refusedBy, rows }: Shown): string {
  const agreed = agreedBy === undefined ? 'waits for a second person' : `agreed by ${agreedBy}`;
  const state = refusedBy === undefined ? agreed : `refused by ${refusedBy}`;
  if (rows === undefined) return `${id}  ${purpose}  asked by ${by}  ${state}`;
  const { columns, legalBasis, reason, rowsMax, slice, table } = rows;
  return [
    `${id}  ${table} ${sliceWords(slice)}  ${purpose}  asked by ${by}  ${state}`,
    `  at most ${rowsMax} rows of ${columns.join(', ')}`,
    `  ${legalBasis}: ${reason}`,
  ].join('\n');
}

function sliceWords(slice: RowSlice): string {
  if (slice.by === 'case') return `of ${slice.case}`;
  if (slice.by === 'defender') return `of ${slice.defender}`;
  return `from ${new Date(slice.from).toISOString()} to ${new Date(slice.to).toISOString()}`;
}

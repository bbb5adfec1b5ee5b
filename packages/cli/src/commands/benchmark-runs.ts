import { basename, dirname, resolve } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { loadBenchmarks } from '@hrd-shield/policy';
import {
  computeRun,
  diffRuns,
  type FigureChange,
  figuresIn,
  freezeInputs,
  keepRun,
  type MilestoneStanding,
  planStanding,
  readCodeVersion,
  readRun,
  readRunLog,
  reasonOf,
  verifyRun,
} from '@hrd-shield/reporting';
import type { Command } from 'commander';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { instantOf, openFacts } from './open-facts.ts';

interface FreezeOptions {
  readonly out: string;
  readonly asOf?: string;
  readonly synthetic?: boolean;
  readonly corrects?: string;
  readonly reason?: string;
}

const RUN_FILE = /^(run_[0-9a-f]{24})(\.json)?$/;

/** Adds what is done with frozen runs: `benchmark freeze`, `recompute`, `diff` and `log`. */
export function registerBenchmarkRuns(benchmark: Command, shell: Shell): void {
  benchmark
    .command('freeze')
    .description('compute all benchmarks and put the run down with its inputs, never to be changed')
    .option('--out <folder>', 'folder of runs and their log', 'runs')
    .option('--as-of <instant>', 'count facts up to this instant (RFC 3339); now when absent')
    .option('--synthetic', 'the facts are of a synthetic city: show small samples')
    .option('--corrects <run>', 'name of the run that this one corrects; needs --reason')
    .option('--reason <text>', 'why it is corrected, without data of anybody')
    .action(async (options: FreezeOptions, command: Command) => {
      const asOf = instantOf(options.asOf, Date.now());
      if (asOf === undefined)
        command.error('--as-of takes an instant such as 2026-11-01T00:00:00Z');
      else if ((options.corrects === undefined) !== (options.reason === undefined))
        command.error('--corrects and --reason go together');
      else await freeze({ ...options, asOf }, shell);
    });
  benchmark
    .command('recompute <run>')
    .description('compute a frozen run again from its inputs and compare every digit')
    .action(async (file: string) => recompute(file, shell));
  benchmark
    .command('diff <run> <other>')
    .description('what differs between two frozen runs, and whether input, formula or code did')
    .action(async (one: string, other: string) => diff(one, other, shell));
  benchmark
    .command('plan <run>')
    .description('the implementation plan against a frozen run: red, amber or green, with reasons')
    .action(async (file: string) => plan(file, shell));
  benchmark
    .command('log [folder]')
    .description('runs that were put down, with their corrections; fails when a line is missing')
    .action(async (folder: string | undefined) => log(folder ?? 'runs', shell));
}

async function freeze(
  options: Omit<FreezeOptions, 'asOf'> & { readonly asOf: number },
  shell: Shell,
): Promise<void> {
  const { asOf, corrects, reason, synthetic = false } = options;
  const facts = await openFacts(shell);
  try {
    await facts.build();
    const benchmarks = await loadBenchmarks();
    shell.progress(`${benchmarks.length} benchmarks are computed`);
    const inputs = await freezeInputs(facts.readRows, benchmarks, { asOf, synthetic });
    const run = computeRun(inputs, {
      codeVersion: await readCodeVersion(),
      ...(corrects === undefined || reason === undefined
        ? {}
        : { corrects: { run: corrects, reason } }),
    });
    const folder = resolve(options.out);
    const kept = await keepRun(folder, { run, inputs, at: Date.now() });
    const { codeVersion, inputsHash } = run;
    const figures = figuresIn(run).length;
    shell.answer({ run: run.run, kept, folder, figures, inputsHash, codeVersion, asOf: run.asOf }, [
      `${run.run}: ${figures} figures as of ${run.asOf}${kept === 'known' ? ', put down before' : ''}`,
      `inputs  sha256:${inputsHash}`,
      `code    ${codeVersion}`,
      `folder  ${folder}`,
    ]);
  } finally {
    await facts.close();
  }
}

async function recompute(file: string, shell: Shell): Promise<void> {
  const { inputs, run } = await openRun(file);
  const { problems, ...told } = verifyRun(run, inputs, await readCodeVersion());
  const { figures, identical, isOtherCode, ok } = told;
  const lines = [
    `${run.run}: ${(identical * 100).toFixed(1)} % of ${figures} figures are identical`,
    ...(isOtherCode ? ['computed now by other code than then'] : []),
    ...problems,
  ];
  shell.answer({ run: run.run, ...told, problems }, lines, ok ? EXIT.done : EXIT.fault);
}

async function diff(one: string, other: string, shell: Shell): Promise<void> {
  const before = (await openRun(one)).run;
  const after = (await openRun(other)).run;
  const told = diffRuns(before, after);
  const reasons = [
    ...(told.isOtherInput ? ['inputs'] : []),
    ...(told.isOtherCode ? ['code'] : []),
    ...told.formulas.map((id) => `formula of ${id}`),
  ];
  shell.answer({ before: before.run, after: after.run, ...told }, [
    `${told.changes.length} figures differ; changed: ${reasons.join(', ') || 'nothing'}`,
    ...(after.corrects === undefined
      ? []
      : [`corrects ${after.corrects.run}: ${after.corrects.reason}`]),
    ...told.changes.map(
      (change) =>
        `${change.benchmark}  ${change.place}  ${shown(change.before)} -> ${shown(change.after)}`,
    ),
  ]);
}

async function plan(file: string, shell: Shell): Promise<void> {
  const { run } = await openRun(file);
  const milestones = planStanding(run.benchmarks, Date.parse(run.asOf));
  const count = (state: MilestoneStanding['state']): number =>
    milestones.filter((one) => one.state === state).length;
  const counts = { green: count('green'), amber: count('amber'), red: count('red') };
  shell.answer({ run: run.run, asOf: run.asOf, ...counts, milestones }, [
    ...milestones.map((one) =>
      [one.state.padEnd(5), one.by, one.owner, one.benchmark, reasonOf(one)].join('  '),
    ),
    `${counts.green} green, ${counts.amber} amber, ${counts.red} red as of ${run.asOf}`,
  ]);
}

async function log(folder: string, shell: Shell): Promise<void> {
  const lines = await readRunLog(resolve(folder));
  shell.answer(
    { runs: lines },
    lines.map(({ asOf, at, corrects, run }) => {
      const of = corrects === undefined ? '' : `  corrects ${corrects.run}: ${corrects.reason}`;
      return `${run}  as of ${asOf}  put down ${at}${of}`;
    }),
  );
}

/** A run by the path of its file; its inputs lie beside it. */
async function openRun(file: string): ReturnType<typeof readRun> {
  const name = RUN_FILE.exec(basename(file))?.[1];
  if (name === undefined) {
    throw new ShieldError('input.bad-file', { detail: `${basename(file)} is not a file of a run` });
  }
  return readRun(resolve(dirname(file)), name);
}

function shown(figure: FigureChange['before']): string {
  if (figure === null) return 'absent';
  const { kind, n, value } = figure;
  return kind === 'value' ? `${String(value)} (n ${String(n)})` : String(kind);
}

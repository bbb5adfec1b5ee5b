import { type Benchmark, loadBenchmarks } from '@hrd-shield/policy';
import { computeBenchmark, explainBenchmark, renderTable, resultJson } from '@hrd-shield/reporting';
import { closestWord } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { registerBenchmarkRuns } from './benchmark-runs.ts';
import { registerBenchmarkTrend } from './benchmark-trend.ts';
import { instantOf, openFacts } from './open-facts.ts';

interface RunOptions {
  readonly asOf?: string;
  readonly synthetic?: boolean;
}

/** Adds `benchmark list`, `run` and `explain`, and trends, and what is done with frozen runs. */
export function registerBenchmark(program: Command, shell: Shell): void {
  const benchmark = program
    .command('benchmark')
    .description('the benchmarks by which outcomes are judged');
  benchmark
    .command('list')
    .description('all definitions, with the recommended action that each answers')
    .action(async () => list(shell));
  benchmark
    .command('run <id>')
    .description('compute one benchmark')
    .option('--as-of <instant>', 'count facts up to this instant (RFC 3339); now when absent')
    .option('--synthetic', 'the facts are of a synthetic city: show small samples')
    .action(async (id: string, options: RunOptions, command: Command) => {
      const asOf = instantOf(options.asOf, Date.now());
      if (asOf === undefined) {
        command.error('--as-of takes an instant such as 2026-11-01T00:00:00Z');
        return;
      }
      const { synthetic = false } = options;
      await run(await find(id, command), { asOf, synthetic }, shell);
    });
  benchmark
    .command('explain <id>')
    .description('what one benchmark counts, and its formula')
    .action(async (id: string, _options: object, command: Command) => {
      const found = await find(id, command);
      const { definition, formulaHash } = found;
      shell.answer({ ...definition, formulaHash }, explainBenchmark(found));
    });
  registerBenchmarkTrend(benchmark, shell);
  registerBenchmarkRuns(benchmark, shell);
}

async function list(shell: Shell): Promise<void> {
  const benchmarks = (await loadBenchmarks()).map((each) => each.definition);
  const widest = Math.max(...benchmarks.map(({ id }) => id.length));
  const lines = benchmarks.map(
    ({ id, recommendation, question }) =>
      `${id.padEnd(widest)}  ${recommendation.padEnd('pipeline'.length)}  ${question}`,
  );
  const data = benchmarks.map(({ id, recommendation, title, question, target }) => ({
    id,
    recommendation,
    title,
    question,
    target: target ?? null,
  }));
  shell.answer({ benchmarks: data }, lines);
}

async function run(
  benchmark: Benchmark,
  options: { readonly asOf: number; readonly synthetic: boolean },
  shell: Shell,
): Promise<void> {
  const facts = await openFacts(shell);
  try {
    await facts.build();
    const result = await computeBenchmark(facts.readRows, benchmark, options);
    shell.answer(resultJson(result), [renderTable({ ...options, results: [result] })]);
  } finally {
    await facts.close();
  }
}

async function find(id: string, command: Command): Promise<Benchmark> {
  const benchmarks = await loadBenchmarks();
  const found = benchmarks.find(({ definition }) => definition.id === id);
  if (found !== undefined) return found;
  const closest = closestWord(
    id,
    benchmarks.map(({ definition }) => definition.id),
  );
  const hint = closest === undefined ? 'see benchmark list' : `did you mean ${closest}?`;
  return command.error(`no benchmark is called ${id}; ${hint}`);
}

import { resolve } from 'node:path';
import { loadBenchmarks } from '@hrd-shield/policy';
import { computeBenchmarks, renderTable, reportJson, writeReport } from '@hrd-shield/reporting';
import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { instantOf, openFacts } from './open-facts.ts';

interface ReportOptions {
  readonly out: string;
  readonly asOf?: string;
  readonly synthetic?: boolean;
}

/** Adds `report`. */
export function registerReport(program: Command, shell: Shell): void {
  program
    .command('report')
    .description('compute all benchmarks: a table here, a page and a JSON file in a folder')
    .option('--out <folder>', 'folder for report.html and report.json', 'report')
    .option('--as-of <instant>', 'count facts up to this instant (RFC 3339); now when absent')
    .option('--synthetic', 'the facts are of a synthetic city: show small samples')
    .action(async (options: ReportOptions, command: Command) => {
      const asOf = instantOf(options.asOf, Date.now());
      if (asOf === undefined)
        command.error('--as-of takes an instant such as 2026-11-01T00:00:00Z');
      else await makeReport({ ...options, asOf }, shell);
    });
}

async function makeReport(
  options: { readonly out: string; readonly asOf: number; readonly synthetic?: boolean },
  shell: Shell,
): Promise<void> {
  const benchmarks = await loadBenchmarks();
  const facts = await openFacts(shell);
  try {
    shell.progress(`${benchmarks.length} benchmarks are computed`);
    await facts.build();
    const { asOf, synthetic = false } = options;
    const report = await computeBenchmarks(facts.readRows, benchmarks, { asOf, synthetic });
    const files = await writeReport(report, resolve(options.out));
    shell.answer({ files, ...reportJson(report) }, [renderTable(report), `Report: ${files.page}`]);
  } finally {
    await facts.close();
  }
}

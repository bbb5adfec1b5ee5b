import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchmarkDefinition, ShieldError, sha256Hex } from '@hrd-shield/contracts';
import { parse } from 'yaml';
import { checkFormula } from './check-formula.ts';

/** A checked definition. */
export interface Benchmark {
  readonly definition: BenchmarkDefinition;
  /** Hex SHA-256 of the file: names exactly what was computed. */
  readonly formulaHash: string;
}

/** Where the definitions of this product are. */
export const BENCHMARKS_FOLDER = fileURLToPath(new URL('../../rules/benchmarks/', import.meta.url));

/** In the order of a case: detect, protect, decide, remedy, then what the pipeline owes. */
const ORDER = [
  'time-to-detect',
  'lead-time',
  'time-to-protect',
  'time-to-protect-from-report',
  'time-to-first-measure',
  'protected-within-clock',
  'how-protection-ends',
  'exposures-before-protection',
  'protection-parity',
  'protection-parity-by-language',
  'protection-parity-by-region',
  'measure-verify-rate',
  'reversal-success',
  'orphan-measures',
  'duplicate-measures',
  'measures-withheld',
  'consent-withdrawn',
  'repeat-attacks',
  'tasks-within-clock',
  'time-to-claim',
  'escalation-rate',
  'responder-load',
  'coverage-gaps',
  'staffing-coverage',
  'uncovered-hours',
  'seats-staffed',
  'notices-delivered',
  'policy-pinned',
  'precision-by-threat',
  'precision-by-language',
  'precision-by-region',
  'precision-parity-by-language',
  'precision-parity-by-region',
  'reviewed-precision',
  'second-review-agreement',
  'attacks-unrecognised',
  'detected-before-report',
  'attacks-undetected',
  'false-alarms',
  'hold-yield',
  'hold-delay',
  'holds-reviewed',
  'government-requests',
  'reports-acknowledged',
  'critical-reports-acknowledged',
  'time-to-acknowledge',
  'acknowledgement-parity',
  'partner-reports-acknowledged',
  'partner-accuracy',
  'remedy-outcomes',
  'remedy-decision-time',
  'overturn-rate',
  'remedy-independence',
  'improvement-closure',
  'silences',
  'dead-letters',
  'loss',
];

/**
 * Reads every definition of a folder.
 * @returns in reading order; those without a place come last, by name
 * @throws ShieldError `config.invalid`, naming the file and what is wrong with it
 */
export async function loadBenchmarks(
  folder: string = BENCHMARKS_FOLDER,
): Promise<readonly Benchmark[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml'));
  const loaded = await Promise.all(
    files.map(async (file) => readBenchmark(file, await readFile(join(folder, file), 'utf8'))),
  );
  return loaded.sort(
    (a, b) => place(a) - place(b) || a.definition.id.localeCompare(b.definition.id),
  );
}

/**
 * Reads one definition.
 * @param file name of the file: its id and `.yaml`
 * @throws ShieldError `config.invalid`
 */
export function readBenchmark(file: string, text: string): Benchmark {
  const parsed = BenchmarkDefinition.safeParse(parseYaml(file, text));
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw invalid(file, issues.join('; '));
  }
  const definition = parsed.data;
  if (file !== `${definition.id}.yaml`) throw invalid(file, `its id is ${definition.id}`);
  const problems = checkFormula(definition);
  if (problems.length > 0) throw invalid(file, problems.join('; '));
  return { definition, formulaHash: sha256Hex(text) };
}

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw invalid(file, cause instanceof Error ? cause.message : 'it is not YAML');
  }
}

function invalid(file: string, what: string): ShieldError {
  return new ShieldError('config.invalid', { detail: `benchmark file ${file}: ${what}` });
}

function place(benchmark: Benchmark): number {
  const at = ORDER.indexOf(benchmark.definition.id);
  return at < 0 ? ORDER.length : at;
}

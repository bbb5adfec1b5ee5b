import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import { BENCHMARK_VIEWS, IDENTIFYING_COLUMNS } from './view-columns.ts';

const KEYWORDS = new Set(
  (
    'WITH SELECT FROM WHERE GROUP BY ORDER HAVING AS AND OR NOT IN IS NULL INNER LEFT JOIN ON USING ' +
    'UNION ALL DISTINCT INTERVAL SECOND MINUTE HOUR DAY OVER PARTITION ROWS RANGE BETWEEN UNBOUNDED ' +
    'PRECEDING FOLLOWING CURRENT ROW ASC DESC CASE WHEN THEN ELSE END'
  ).split(' '),
);

/** Functions that formulas use; none reads from elsewhere. */
const FUNCTIONS = new Set([
  'abs',
  'assumeNotNull',
  'count',
  'countIf',
  'dateDiff',
  'empty',
  'fromUnixTimestamp64Milli',
  'greatest',
  'if',
  'ifNull',
  'least',
  'max',
  'maxIf',
  'min',
  'minIf',
  'multiIf',
  'sum',
  'sumIf',
  'toStartOfHour',
  'toUnixTimestamp64Milli',
  'uniqExact',
  'uniqExactIf',
]);

/** Values bound by whoever runs a formula. */
const PARAMETERS = new Set(['as_of_ms']);

/** Columns that each statistic takes from a formula. */
const RESULT_COLUMNS: Readonly<Record<BenchmarkDefinition['statistic'], readonly string[]>> = {
  'km-quantiles': ['duration_ms', 'observed', 'n'],
  quantiles: ['value', 'n'],
  'signed-quantiles': ['value', 'n'],
  ratio: ['hits', 'n'],
  'clustered-ratio': ['hits', 'n', 'people'],
  parity: ['hits', 'n'],
  incidence: ['duration_ms', 'ended_as', 'n'],
  captured: ['one_saw', 'other_saw', 'n'],
  count: ['value', 'n'],
};

/** The same for a formula of facts: one row each. */
const FACT_COLUMNS: Readonly<Partial<typeof RESULT_COLUMNS>> = {
  'km-quantiles': ['person', 'duration_ms', 'observed'],
  quantiles: ['person', 'value'],
  'signed-quantiles': ['person', 'value'],
  'clustered-ratio': ['person', 'hit'],
  parity: ['person', 'hit'],
  incidence: ['person', 'duration_ms', 'ended_as'],
};

const TOKEN = /'(?:[^'\\]|\\.)*'|\{\s*(\w+)\s*:[^}]*\}|([A-Za-z_][\w.]*)|;|--|\/\*/g;

/**
 * Reads a formula as far as its names go: one statement, known views, known columns, known
 * functions, and the columns of its statistic.
 * @returns what is wrong, one sentence each; empty when all names are known
 */
export function checkFormula(definition: BenchmarkDefinition): readonly string[] {
  const { sql } = definition;
  const problems: string[] = [];
  if (!/^\s*(WITH|SELECT)\b/.test(sql)) problems.push('a formula starts with WITH or SELECT');
  const views = [...sql.matchAll(/\b(?:FROM|JOIN)\s+([A-Za-z_][\w.]*)/g)].map((found) => found[1]);
  const known = new Set([...sql.matchAll(/\bAS\s+([A-Za-z_]\w*)/g)].map((found) => found[1]));
  for (const view of views) {
    const columns = view === undefined ? undefined : BENCHMARK_VIEWS[view];
    if (columns === undefined) problems.push(`${view} is not a view of facts`);
    for (const column of columns ?? []) known.add(column);
  }
  for (const token of sql.matchAll(TOKEN)) {
    const problem = tokenProblem(token, sql, { known, views });
    if (problem !== undefined) problems.push(problem);
  }
  return [...problems, ...resultProblems(definition, known)];
}

function tokenProblem(
  token: RegExpExecArray,
  sql: string,
  names: { readonly known: ReadonlySet<string | undefined>; readonly views: readonly unknown[] },
): string | undefined {
  const [text, parameter, name] = token;
  if (text === ';' || text === '--' || text === '/*') return `a formula has no ${text}`;
  if (parameter !== undefined) {
    return PARAMETERS.has(parameter) ? undefined : `nobody binds {${parameter}}`;
  }
  if (name === undefined || KEYWORDS.has(name)) return undefined;
  if (/^\s*\(/.test(sql.slice(token.index + text.length))) {
    return FUNCTIONS.has(name) ? undefined : `${name}() is not a function for formulas`;
  }
  if (names.known.has(name) || names.views.includes(name)) return undefined;
  return `no view that is read has a column ${name}`;
}

function resultProblems(
  definition: BenchmarkDefinition,
  known: ReadonlySet<string | undefined>,
): readonly string[] {
  const { by, keep = [], rows, statistic } = definition;
  const columns = rows === 'facts' ? FACT_COLUMNS[statistic] : RESULT_COLUMNS[statistic];
  if (columns === undefined) return [`${statistic} is not computed from single facts`];
  const wanted = [...columns, ...keep, ...(by === undefined ? [] : [by])];
  const missing = wanted.filter((column) => !known.has(column));
  const problems = missing.map((column) => `the formula does not yield ${column}`);
  if (by !== undefined && IDENTIFYING_COLUMNS.has(by)) problems.push(`${by} names somebody`);
  const hasQuantiles = (definition.quantiles ?? []).length > 0;
  if (statistic.endsWith('quantiles') !== hasQuantiles) {
    problems.push('quantiles are named exactly where the statistic is one of quantiles');
  }
  const hasEnds = definition.ends !== undefined && definition.horizonMs !== undefined;
  if ((statistic === 'incidence') !== hasEnds) {
    problems.push('ends and horizonMs are named exactly where the statistic is incidence');
  }
  if (statistic === 'parity' && by === undefined) problems.push('parity compares slices: name by');
  return problems;
}
